import Foundation
import HumanEvaluation
import Pages
import ResultsStore

extension RouteGroup {
    /// What raters see: their own study, and nothing else of the store. A code opens it; who knows a study's key may join it under a name.
    ///
    /// - Parameter store: is read; ``VoteBox`` takes what is sent.
    public static func rating(_ store: ResultsDatabase, _ box: VoteBox) -> RouteGroup {
        RouteGroup(
            path: StudyPages.path, cookie: "", isLinked: true, admits: { _ in true },
            routes: [
                Route("/") { try Rating(store, box).page($0.target) },
                Route(StudyPages.votePath, method: .post) { try Rating(store, box).vote($0) },
                Route(StudyPages.joinPath, method: .post) { try Rating(store, box).join($0) },
            ],
            problem: { Rating.response(StudyPages.problem($0.description), $0.status) })
    }
}

private struct Rating {
    let store: ResultsDatabase
    let box: VoteBox
    /// A study that more names join is joined by a program.
    static let mostRaters = 1_000

    init(_ store: ResultsDatabase, _ box: VoteBox) { (self.store, self.box) = (store, box) }

    static func response(_ text: String, _ status: Response.Status = .ok) -> Response {
        var response = Response.text(text, type: "text/html; charset=utf-8", status: status)
        response.headers["Content-Security-Policy"] = StudyPages.policy
        // A form's origin is told to this server, so that it can be checked; a question that was answered is never shown again.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cache-Control"] = "no-store"
        return response
    }

    func page(_ target: Target) throws -> Response {
        if let code = target.value("code") {
            return try known {
                let visit = try StudyDesk(store).visit(code: code)
                return Self.response(StudyPages.page(visit.study, visit.rater, visit.progress))
            }
        }
        guard let key = target.value("study") else {
            throw PageProblem(.notFound, "Questions are opened by the link that you were given.")
        }
        return Self.response(StudyPages.welcome(try study(key)))
    }

    /// - Throws: ``PageProblem`` unless it is the whole key: a key invites, and is not to be found by trying.
    private func study(_ key: String) throws -> HumanStudy {
        guard let study = try? store.study(key), study.key == key else {
            throw PageProblem(.notFound, "There is no such study: open the link that you were given.")
        }
        return study
    }

    func vote(_ request: Request) throws -> Response {
        let fields = try fields(request), code = fields["code"] ?? ""
        return try known(code) {
            try box.desk().vote(fields)
            return .redirect(Target(path: StudyPages.path, values: [.init("code", code)]))
        }
    }

    func join(_ request: Request) throws -> Response {
        let fields = try fields(request), study = try study(fields["study"] ?? ""), desk = try box.desk(), name = fields["name"] ?? ""
        return try known {
            let raters = try desk.store.raters(ofStudy: study.key)
            guard raters.count < Self.mostRaters || raters.contains(where: { $0.name == name }) else {
                throw PageProblem(.forbidden, "\(Self.mostRaters) people have joined this study: it takes no more.")
            }
            let rater = try desk.store.rater(named: name, of: study.key)
            return .redirect(Target(path: StudyPages.path, values: [.init("code", rater.code)]))
        }
    }

    private func fields(_ request: Request) throws -> [String: String] {
        guard let form = request.form else { throw PageProblem(.badRequest, "What was sent is no form of ours.") }
        return Dictionary(form.map { ($0.name, $0.text) }, uniquingKeysWith: { first, _ in first })
    }

    /// What a rater did wrong is told with the way back.
    private func known(_ code: String? = nil, _ make: () throws -> Response) throws -> Response {
        do { return try make() } catch let error as HumanEvaluationError {
            let isUnknown = error == .unknownCode
            return Self.response(
                StudyPages.problem(error.description, code: isUnknown ? nil : code), isUnknown ? .notFound : .badRequest)
        }
    }
}
