/// Transformers by the name that the probe knows them by.
let transformers: [String: ProbeNetwork] = [:]
