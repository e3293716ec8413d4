extension OptionSchema {
    /// A JSON Schema (2020-12) of spec files, for completion and checks in editors:
    /// `experiments/spec.schema.json`.
    public static func jsonSchema() -> String {
        let mappings: JSONText = [
            "assignments": mapping { reference($0.path) },
            "axes": mapping { list(of: reference($0.path)) },
            "conditions": mapping { ["anyOf": [reference($0.path), list(of: reference($0.path))]] },
        ]
        let schema: JSONText = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "fusiongrid spec",
            "type": "object",
            "properties": topLevel,
            "additionalProperties": false,
            "$defs": mappings + .object(options.map { ($0.path, valueSchema($0)) }),
        ]
        return schema.render(indented: true) + "\n"
    }

    private static let topLevel: JSONText = [
        "name": ["type": ["string", "number"], "description": "Name of the sweep; the file's name without it. Not part of job keys."],
        "description": ["type": ["string", "number"], "description": "What the sweep is for. Not part of job keys."],
        "extends": [
            "description": "Spec files to start from, relative to this one; the later over the earlier.",
            "anyOf": [["type": "string"], list(of: ["type": "string"])],
        ],
        "base": reference("assignments", "Values of all cells."),
        "axes": reference("axes", "Options and the values they are swept over; the cells are the product."),
        "zip": list(of: reference("axes"), "Groups of options whose values advance together.", minimum: 0),
        "when": list(
            of: [
                "type": "object",
                "properties": [
                    "if": reference("conditions", "Cells with one of these values for every option here."),
                    "set": reference("assignments", "What those cells get."),
                ],
                "required": ["if", "set"],
                "additionalProperties": false,
            ], "Values that depend on other values; applied in order.", minimum: 0),
        "exclude": list(of: reference("conditions"), "Cells of the product to leave out.", minimum: 0),
        "include": list(of: reference("assignments"), "Extra cells, each as changes to the base.", minimum: 0),
        "seeds": [
            "description": "Seeds every cell is run with; `[1]` without it.",
            "anyOf": [
                list(of: integer(seedRange, 1), unique: true),
                [
                    "type": "object",
                    "properties": [
                        "count": ["type": "integer", "minimum": 1], "first": integer(seedRange, 1), "vary": varied,
                    ],
                    "required": ["count"],
                    "additionalProperties": false,
                ],
                [
                    "type": "object",
                    "properties": ["list": list(of: integer(seedRange, 1), unique: true), "vary": varied],
                    "required": ["list"],
                    "additionalProperties": false,
                ],
            ],
        ],
        "baseline": reference("assignments", "The one cell that comparisons are made against."),
        "claims": claimsSchema,
        "slurm": slurmSchema,
    ]

    // MARK: Pieces

    private static let varied = list(
        of: ["enum": .strings(options.filter(\.isSeed).map(\.path))], "Seeds of the world that change with the seed of the training.",
        minimum: 0, unique: true)

    private static func about(_ description: String?) -> JSONText { description.map { ["description": .string($0)] } ?? [:] }

    private static func reference(_ name: String, _ description: String? = nil) -> JSONText {
        about(description) + ["$ref": .string("#/$defs/\(name)")]
    }

    private static func list(
        of item: JSONText, _ description: String? = nil, minimum: Int = 1, unique: Bool = false
    ) -> JSONText {
        about(description) + ["type": "array", "items": item, "minItems": .integer(minimum)] + (unique ? ["uniqueItems": true] : [:])
    }

    /// Options as whole paths and nested under their sections.
    private static func mapping(_ schema: (OptionDefinition) -> JSONText) -> JSONText {
        func object(_ pairs: [(String, JSONText)]) -> JSONText {
            ["type": "object", "properties": .object(pairs), "additionalProperties": false, "minProperties": 1]
        }
        let nested = sections.map { section in (section, object(options(of: section).map { ($0.name, schema($0)) })) }
        return object(nested + options.map { ($0.path, schema($0)) })
    }

    private static func valueSchema(_ option: OptionDefinition) -> JSONText {
        about(option.summary) + ["default": JSONText(option.defaultValue)] + constraints(option.kind)
    }

    private static func constraints(_ kind: OptionKind) -> JSONText {
        switch kind {
        case .integer(let range, let multiple): return integer(range, multiple)
        case .number(let limits):
            let lower: JSONText = [(limits.excludesMinimum ? "exclusiveMinimum" : "minimum"): .number(limits.minimum)]
            let upper = limits.maximum.map { JSONText.object([(limits.excludesMaximum ? "exclusiveMaximum" : "maximum", .number($0))]) }
            return ["type": "number"] + lower + (upper ?? [:])
        case .boolean: return ["type": "boolean"]
        case .choice(let words): return ["enum": .strings(words)]
        case .path: return ["type": ["string", "null"], "minLength": 1]
        case .integerList(let range, let count): return items(integer(range, 1), 0, count)
        case .choiceList(let words): return items(["enum": .strings(words)], 1, words.count)
        case .textList(let count): return items(["type": "string", "minLength": 1], 0, count)
        }
    }

    private static func integer(_ range: ClosedRange<Int>, _ multiple: Int) -> JSONText {
        ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
            + (multiple == 1 ? [:] : ["multipleOf": .integer(multiple)])
    }

    private static func items(_ item: JSONText, _ minimum: Int, _ maximum: Int) -> JSONText {
        ["type": "array", "items": item, "minItems": .integer(minimum), "maxItems": .integer(maximum), "uniqueItems": true]
    }
}
