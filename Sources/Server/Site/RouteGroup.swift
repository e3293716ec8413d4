/// Pages that are opened together: what opens one of them opens no other group's.
///
/// The results are one group. Another, such as people's votes, brings its own path, its own cookie and its own idea of who may come in,
/// and only its routes may take what is posted.
public struct RouteGroup: Sendable {
    public struct Route: Sendable {
        var method: Request.Method
        var path: String
        /// Whether the answer depends on the store's contents and the target alone, and may be kept while they stay.
        var isKept: Bool
        var answer: @Sendable (Request) throws -> Response

        /// - Parameter path: below the group's own, such as "/grid".
        public init(
            _ path: String, method: Request.Method = .get, isKept: Bool = false,
            answer: @escaping @Sendable (Request) throws -> Response
        ) {
            (self.method, self.path, self.isKept, self.answer) = (method, path, isKept, answer)
        }
    }

    /// "" or "/rate": what all its paths begin with.
    var path: String
    /// The name of the cookie that keeps the token of those who came in.
    var cookie: String
    /// Whether a token opens these pages; asked with nil for those who bring none.
    var admits: @Sendable (String?) -> Bool
    var routes: [Route]
    /// Whether links of other sites, of mails and of messengers may lead here: only to look, and never within another site's page.
    var isLinked: Bool
    /// How its visitors are told what went wrong; nil for a page with the menu.
    var problem: (@Sendable (PageProblem) -> Response)?

    public init(
        path: String, cookie: String, isLinked: Bool = false, admits: @escaping @Sendable (String?) -> Bool, routes: [Route],
        problem: (@Sendable (PageProblem) -> Response)? = nil
    ) {
        (self.path, self.cookie, self.admits, self.routes) = (path, cookie, admits, routes)
        (self.isLinked, self.problem) = (isLinked, problem)
    }
}
