/// Convolution networks by the name that the probe knows them by.
let convolutions: [String: ProbeNetwork] = [:]
