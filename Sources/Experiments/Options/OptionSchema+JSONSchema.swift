extension OptionSchema {
    /// A JSON Schema (2020-12) of spec files, for completion and checks in editors:
    /// `experiments/spec.schema.json`.
    public static func jsonSchema() -> String {
        let values = options.map { ($0.path, valueSchema($0)) }
        let mappings: [(String, JSONText)] = [
            ("assignments", mapping { reference($0.path) }),
            ("axes", mapping { list(of: reference($0.path)) }),
            ("conditions", mapping { .object([("anyOf", .array([reference($0.path), list(of: reference($0.path))]))]) }),
        ]
        return JSONText.object([
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            ("title", .string("fusiongrid spec")),
            ("type", .string("object")),
            ("properties", .object(topLevel)),
            ("additionalProperties", .bool(false)),
            ("$defs", .object(mappings + values)),
        ]).render(indented: true) + "\n"
    }

    private static let topLevel: [(String, JSONText)] = [
        ("name", described(["string", "number"], "Name of the sweep; the file's name without it. Not part of job keys.")),
        ("description", described(["string", "number"], "What the sweep is for. Not part of job keys.")),
        (
            "extends",
            .object([
                ("description", .string("Spec files to start from, relative to this one; the later over the earlier.")),
                ("anyOf", .array([type("string"), list(of: type("string"))])),
            ])
        ),
        ("base", reference("assignments", "Values of all cells.")),
        ("axes", reference("axes", "Options and the values they are swept over; the cells are the product.")),
        ("zip", list(of: reference("axes"), "Groups of options whose values advance together.", minimum: 0)),
        (
            "when",
            list(
                of: .object([
                    ("type", .string("object")),
                    (
                        "properties",
                        .object([
                            ("if", reference("conditions", "Cells with one of these values for every option here.")),
                            ("set", reference("assignments", "What those cells get.")),
                        ])
                    ),
                    ("required", .strings(["if", "set"])),
                    ("additionalProperties", .bool(false)),
                ]), "Values that depend on other values; applied in order.", minimum: 0)
        ),
        ("exclude", list(of: reference("conditions"), "Cells of the product to leave out.", minimum: 0)),
        ("include", list(of: reference("assignments"), "Extra cells, each as changes to the base.", minimum: 0)),
        (
            "seeds",
            .object([
                ("description", .string("Seeds every cell is run with; `[1]` without it.")),
                (
                    "anyOf",
                    .array([
                        list(of: seed, unique: true),
                        .object([
                            ("type", .string("object")),
                            (
                                "properties",
                                .object([
                                    ("count", .object([("type", .string("integer")), ("minimum", .integer(1))])), ("first", seed),
                                ])
                            ),
                            ("required", .strings(["count"])),
                            ("additionalProperties", .bool(false)),
                        ]),
                    ])
                ),
            ])
        ),
        ("baseline", reference("assignments", "The one cell that comparisons are made against.")),
    ]

    private static let seed = JSONText.object([
        ("type", .string("integer")), ("minimum", .integer(seedRange.lowerBound)), ("maximum", .integer(seedRange.upperBound)),
    ])

    // MARK: Pieces

    private static func type(_ name: String) -> JSONText { .object([("type", .string(name))]) }

    private static func described(_ types: [String], _ description: String) -> JSONText {
        .object([("type", .strings(types)), ("description", .string(description))])
    }

    private static func reference(_ name: String, _ description: String? = nil) -> JSONText {
        let target = ("$ref", JSONText.string("#/$defs/\(name)"))
        return .object(description.map { [("description", .string($0)), target] } ?? [target])
    }

    private static func list(
        of item: JSONText, _ description: String? = nil, minimum: Int = 1, unique: Bool = false
    ) -> JSONText {
        let text: [(String, JSONText)] = description.map { [("description", .string($0))] } ?? []
        let distinct: [(String, JSONText)] = unique ? [("uniqueItems", .bool(true))] : []
        return .object(text + [("type", .string("array")), ("items", item), ("minItems", .integer(minimum))] + distinct)
    }

    /// Options as whole paths and nested under their sections.
    private static func mapping(_ schema: (OptionDefinition) -> JSONText) -> JSONText {
        let nested = sections.map { section -> (String, JSONText) in
            let own = options(of: section).map { ($0.name, schema($0)) }
            return (
                section,
                .object([
                    ("type", .string("object")), ("properties", .object(own)), ("additionalProperties", .bool(false)),
                    ("minProperties", .integer(1)),
                ])
            )
        }
        return .object([
            ("type", .string("object")),
            ("properties", .object(nested + options.map { ($0.path, schema($0)) })),
            ("additionalProperties", .bool(false)),
            ("minProperties", .integer(1)),
        ])
    }

    private static func valueSchema(_ option: OptionDefinition) -> JSONText {
        let about: [(String, JSONText)] = [
            ("description", .string(option.summary)), ("default", JSONText(option.defaultValue)),
        ]
        return .object(about + constraints(option.kind))
    }

    private static func constraints(_ kind: OptionKind) -> [(String, JSONText)] {
        switch kind {
        case .integer(let range, let multiple): return integer(range, multiple)
        case .number(let limits):
            let lower = (limits.excludesMinimum ? "exclusiveMinimum" : "minimum", JSONText.number(limits.minimum))
            let upper = limits.maximum.map { [(limits.excludesMaximum ? "exclusiveMaximum" : "maximum", JSONText.number($0))] } ?? []
            return [("type", .string("number")), lower] + upper
        case .boolean: return [("type", .string("boolean"))]
        case .choice(let words): return [("enum", .strings(words))]
        case .path: return [("type", .strings(["string", "null"])), ("minLength", .integer(1))]
        case .integerList(let range, let count):
            return items(.object(integer(range, 1)), 0, count)
        case .choiceList(let words): return items(.object([("enum", .strings(words))]), 1, words.count)
        case .textList(let count):
            return items(.object([("type", .string("string")), ("minLength", .integer(1))]), 0, count)
        }
    }

    private static func integer(_ range: ClosedRange<Int>, _ multiple: Int) -> [(String, JSONText)] {
        let steps: [(String, JSONText)] = multiple == 1 ? [] : [("multipleOf", .integer(multiple))]
        return [
            ("type", .string("integer")), ("minimum", .integer(range.lowerBound)), ("maximum", .integer(range.upperBound)),
        ] + steps
    }

    private static func items(_ item: JSONText, _ minimum: Int, _ maximum: Int) -> [(String, JSONText)] {
        [
            ("type", .string("array")), ("items", item), ("minItems", .integer(minimum)),
            ("maxItems", .integer(maximum)), ("uniqueItems", .bool(true)),
        ]
    }
}
