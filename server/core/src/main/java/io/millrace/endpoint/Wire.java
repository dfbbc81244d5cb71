package io.millrace.endpoint;

/** The two encodings of the protocol. */
enum Wire {
    JSON("application/json;charset=utf-8"),
    PROTOBUF("application/octet-stream");

    private final String contentType;

    Wire(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /** JSON begins with a brace; protobuf never does. */
    static Wire of(byte[] request) {
        return request.length > 0 && request[0] == '{' ? JSON : PROTOBUF;
    }
}
