package io.millrace.endpoint.wire;

/** The two encodings of the protocol. */
public enum Wire {
    JSON("application/json;charset=utf-8"),
    PROTOBUF("application/octet-stream");

    private final String contentType;

    Wire(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    /** JSON begins with a brace; protobuf never does. */
    public static Wire of(byte[] request) {
        return request.length > 0 && request[0] == '{' ? JSON : PROTOBUF;
    }
}
