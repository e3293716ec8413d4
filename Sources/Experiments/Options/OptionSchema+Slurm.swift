extension OptionSchema {
    /// The `slurm` section of the JSON Schema.
    static let slurmSchema: JSONText = [
        "type": "object",
        "description": "What `fusiongrid slurm` asks of a cluster where its command line says nothing. Not part of job keys.",
        "properties": [
            "time": text("Time limit of a task: `90m`, `4h`, `2d`, `1-12:00:00`."),
            "cpus": whole("Cores of a task, as many jobs at once."),
            "mem": text("Memory of a task: `16G`."),
            "partition": text("Partition."), "account": text("Account."), "qos": text("Quality of service."),
            "constraint": text("Features that nodes must have."),
            "max_running": whole("Tasks at once."),
            "grace": text("How long before the time limit a task writes checkpoints: `2m`."),
            "spool": text("The folder that nodes work through, on a disk that they see; relative to this file."),
            "setup": texts("Lines of shell before the tool is started."),
            "options": texts("More options of sbatch."),
        ],
        "additionalProperties": false,
    ]

    private static func text(_ description: String) -> JSONText {
        ["type": "string", "minLength": 1, "description": .string(description)]
    }

    private static func whole(_ description: String) -> JSONText {
        ["type": "integer", "minimum": 1, "description": .string(description)]
    }

    private static func texts(_ description: String) -> JSONText {
        ["type": "array", "items": ["type": "string", "minLength": 1], "description": .string(description)]
    }
}
