extension OptionSchema {
    /// What `claims` of a spec, and a file of claims, may hold.
    static let claimsSchema: JSONText = [
        "description": "What the results are asked: a file, a list that the program brings along, or claims.",
        "anyOf": [["type": "string"], claimList, claimFile],
    ]

    private static let claimFile: JSONText = [
        "type": "object",
        "properties": [
            "name": ["type": "string"],
            "source": ["type": "string", "description": "Where the claims come from."],
            "extends": ["anyOf": [["type": "string"], ["type": "array", "items": ["type": "string"]]]],
            "evaluator_accuracy": [
                "type": "number", "minimum": 0, "maximum": 1,
                "description": "An evaluator that finds fewer real pictures' captions judges nothing.",
            ],
            "margins": [
                "type": "object", "additionalProperties": margin, "description": "By metric: differences that count as none.",
            ],
            "claims": claimList,
        ],
        "additionalProperties": false,
    ]

    private static let claimList: JSONText = ["type": "array", "items": claim]

    private static let claim: JSONText = [
        "type": "object",
        "properties": [
            "id": ["type": "string"],
            "says": ["type": "string", "description": "The claim in words."],
            "compare": ["anyOf": [change, slope, interaction, cells, level]],
            "each": ["anyOf": [path, ["type": "array", "items": path]], "description": "Options for each of whose values it is asked."],
            "where": ["type": "object", "description": "Only cells like these."],
            "primary": measures("What it is judged by: the first that the jobs record."),
            "others": measures("Shown beside it, without a verdict."),
        ],
        "required": ["id", "says", "compare", "primary"],
        "additionalProperties": false,
    ]

    private static let path: JSONText = ["enum": .strings(paths)]
    private static let margin: JSONText = ["type": "string", "pattern": "^[0-9.eE+-]+ *(points?|%|percent|absolute)$"]
    private static let anyValue: JSONText = ["type": ["string", "number", "boolean"]]

    private static let change: JSONText = object(["change": path, "from": anyValue, "to": anyValue], required: ["change"])
    private static let slope: JSONText = object(["slope": path], required: ["slope"])
    private static let interaction: JSONText = object(
        ["interaction": ["type": "array", "items": path, "minItems": .integer(2), "maxItems": .integer(2)]], required: ["interaction"])
    private static let cells: JSONText = object(
        ["cells": ["type": "object"], "with": ["type": "object"]], required: ["cells", "with"])
    private static let level: JSONText = object(["level": ["type": "number"]], required: ["level"])

    private static func object(_ properties: JSONText, required: [String]) -> JSONText {
        ["type": "object", "properties": properties, "required": .strings(required), "additionalProperties": false]
    }

    private static func measures(_ description: String) -> JSONText {
        let measure = object(
            ["metric": ["type": "string"], "expect": ["enum": ["lower", "higher", "either"]], "by": margin, "margin": margin],
            required: ["metric"])
        let one: JSONText = ["anyOf": [["type": "string"], measure]]
        return ["description": .string(description), "anyOf": [one, ["type": "array", "items": one, "minItems": .integer(1)]]]
    }
}
