import Foundation
import HumanEvaluation
import Platform
import ResultsStore

/// What raters see: one question at a time, as a plain form that works without script, by keyboard alone and on a phone. A script of a
/// few lines lets keys answer at once.
///
/// Nothing on a page tells cells, jobs or seeds: pictures are in the page itself, under names that say left and right alone. Whoever
/// serves the pages hands in a rater's code (`StudyDesk.visit`) and what forms send (`StudyDesk.vote`), sends ``policy`` as the header
/// Content-Security-Policy, and answers a vote with a redirect to the page.
public enum StudyPages {
    /// Where the pages are; `?code=` names a rater, `?study=` a study that anybody may join.
    public static let path = "/rate"
    /// Where forms go.
    public static let votePath = "/vote"
    public static let joinPath = "/join"

    /// The header for these pages: the one script that is ours, forms to us, nothing from elsewhere.
    public static var policy: String {
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-\(scriptHash)'; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'"
    }

    /// What comes next for a rater, or thanks.
    /// - Parameter now: when the page is made; a vote's seconds count from here.
    public static func page(_ study: HumanStudy, _ rater: StudyRater, _ progress: StudyDesk.Progress, now: Date = Date()) -> String {
        guard let next = progress.next else {
            return document(title: "Thank you") {
                paragraph("All \(progress.of) questions are answered. Thank you, \(rater.name)! You can close this page.")
            }
        }
        let item = study.items[next.item]
        return document(title: study.question) {
            tag("p", .kind("caption")) { quoted("“\(item.caption)”") }
            tag("form", Attribute("method", "post"), Attribute("action", path + votePath)) {
                hidden("code", rater.code)
                hidden("place", "\(progress.place)")
                hidden("shown", "\(Int((now.timeIntervalSince1970 * 1000).rounded()))")
                pictures(progress.pictures)
                buttons(study)
            }
            tag("p", .kind("progress")) {
                tag("label", Attribute("for", "progress")) { "\(progress.done) of \(progress.of) answered" }
                tag(
                    "progress", .id("progress"), Attribute("max", "\(progress.of)"), Attribute("value", "\(progress.done)")
                ) { "" }
            }
            paragraph(
                "Answers are kept at once: you may close this page and come back. Some pictures come twice, and some questions have "
                    + "a plain answer: they show who looked.", kind: "small")
        }
    }

    /// Where somebody without a code says who they are.
    public static func welcome(_ study: HumanStudy) -> String {
        document(title: study.question) {
            paragraph(
                "You will see \(study.items.count + study.repeats) short questions. Your name stands beside your answers; the same name "
                    + "goes on where it stopped.")
            tag("form", Attribute("method", "post"), Attribute("action", path + joinPath)) {
                hidden("study", study.key)
                tag("label", Attribute("for", "name")) { "Your name" }
                void(
                    "input", .id("name"), Attribute("name", "name"), Attribute("maxlength", "60"), Attribute("required", nil),
                    Attribute("autocomplete", "nickname"))
                tag("button", Attribute("type", "submit")) { "Begin" }
            }
        }
    }

    /// What went wrong, and the way back for someone who has a code.
    public static func problem(_ text: String, code: String? = nil) -> String {
        document(title: "That did not work") {
            paragraph(text)
            if let code { tag("p") { tag("a", Attribute("href", address(code: code))) { "Go on" } } }
        }
    }

    /// The page of whoever has this code; a code holds letters and digits alone.
    public static func address(code: String) -> String { "\(path)?code=\(code.filter { $0.isASCII && ($0.isLetter || $0.isNumber) })" }
    /// The page where anybody may join a study.
    public static func invitation(to study: HumanStudy) -> String { "\(path)?study=\(study.key)" }

    // MARK: Pieces

    private static func hidden(_ name: String, _ value: String) -> HTML {
        void("input", Attribute("type", "hidden"), Attribute("name", name), Attribute("value", value))
    }

    private static func pictures(_ files: [Data]) -> HTML {
        let names = files.count == 1 ? ["the picture"] : ["left picture", "right picture"]
        return tag("div", .kind("pictures")) {
            zip(files, names).map { file, name in void("img", .kind("look"), .picture(png: file), Attribute("alt", name)) }
        }
    }

    private static func buttons(_ study: HumanStudy) -> HTML {
        let choices: [(value: String, key: String, label: String)] =
            switch study.task {
            case .preference: [("left", "1", "Left"), ("tie", "0", "No difference"), ("right", "2", "Right")]
            case .count: (0...StudyVote.mostCounted).map { ("\($0)", "\($0)", $0 == StudyVote.mostCounted ? "\($0) or more" : "\($0)") }
            }
        return tag(
            "div", .kind(study.task == .preference ? "answers three" : "answers"), Attribute("role", "group"), .label(study.question)
        ) {
            choices.map { choice in
                tag(
                    "button", Attribute("type", "submit"), Attribute("name", "answer"), Attribute("value", choice.value),
                    Attribute("data-key", choice.key), Attribute("aria-keyshortcuts", choice.key)
                ) {
                    choice.label
                    if study.task == .preference { tag("kbd", Attribute("aria-hidden", "true")) { choice.key } }
                }
            }
        }
    }

    private static func document(title: String, @HTMLBuilder content: () -> HTML) -> String {
        let head = tag("head") {
            void("meta", Attribute("charset", "utf-8"))
            void("meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1"))
            void("meta", Attribute("name", "color-scheme"), Attribute("content", "light dark"))
            void("meta", Attribute("name", "referrer"), Attribute("content", "same-origin"))
            tag("title") { title }
            tag("style") { HTML(trusted: StyleSheet.text + style) }
        }
        let body = tag("body") {
            tag("main", .kind("study")) {
                tag("h1") { title }
                content()
            }
            tag("script") { HTML(trusted: script) }
        }
        return "<!DOCTYPE html>\n" + tag("html", Attribute("lang", "en")) { [head, body] }.markup
    }

    /// A key presses its button, once; whoever types a name, or holds a key with others, is left alone.
    static let script = """
        "use strict";
        document.addEventListener("keydown", function (event) {
          if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.target.tagName === "INPUT") return;
          const button = document.querySelector('button[data-key="' + CSS.escape(event.key) + '"]');
          if (button && !button.form.dataset.sent) button.click();
        });
        window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
        document.addEventListener("submit", function (event) {
          if (event.target.dataset.sent) event.preventDefault();
          event.target.dataset.sent = "yes";
        });
        """

    private static var scriptHash: String {
        var hash = SHA256()
        Data(script.utf8).withUnsafeBytes { hash.update($0) }
        return Data(hash.digest).base64EncodedString()
    }

    private static let style = """
        main.study { max-width: 60rem; margin: 0 auto; text-align: center; }
        .study h1 { font-size: clamp(1.2rem, 4vw, 1.6rem); }
        .study p { margin-left: auto; margin-right: auto; }
        .study .caption { font-size: 1.25rem; font-weight: 600; overflow-wrap: anywhere; }
        .pictures { display: flex; justify-content: center; gap: clamp(0.5rem, 3vw, 2rem); margin: 1rem 0; }
        .look { image-rendering: pixelated; width: min(44vw, 22rem, 55vh); height: auto; border: 1px solid var(--line); border-radius: 4px }
        .study form > label { display: block; margin-bottom: 0.3rem; }
        .study input[name=name] { display: block; width: min(100%, 20rem); margin: 0 auto 0.8rem; box-sizing: border-box; }
        .answers { display: flex; flex-wrap: wrap; justify-content: center; gap: 0.6rem; }
        .answers.three { display: grid; grid-template-columns: repeat(3, minmax(0, 9rem)); }
        .study button, .study input[name=name] {
          font: inherit; color: var(--ink); background: var(--raised); border: 2px solid var(--soft); border-radius: 8px;
          min-height: 3rem; min-width: 4rem; padding: 0.5rem 1rem;
        }
        .study button { cursor: pointer; flex: 0 1 9rem; }
        .study button:hover { border-color: var(--link); }
        .study button:focus-visible, .study input:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        .study kbd { margin-left: 0.6rem; color: var(--soft); border: 1px solid var(--line); border-radius: 4px; padding: 0 0.4rem; }
        @media (max-width: 30rem) { .study kbd { display: none; } }
        .study progress { display: block; width: min(100%, 24rem); margin: 0.3rem auto; }

        """
}
