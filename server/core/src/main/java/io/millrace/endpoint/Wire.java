package io.millrace.endpoint;

/** The two encodings of the protocol. */
enum Wire {
    JSON,
    PROTOBUF
}
