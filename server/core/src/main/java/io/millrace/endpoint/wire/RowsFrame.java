package io.millrace.endpoint.wire;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.proto.Common;

/** A frame that is encoded when it is sent, as the request asks for it. */
public final class RowsFrame extends Meta.Frame {

    private final FrameEncoder encoder;
    private final FrameRows content;

    RowsFrame(FrameEncoder encoder, FrameRows content, long offset, boolean done) {
        super(offset, done, List.of());
        this.encoder = encoder;
        this.content = content;
    }

    @Override
    public Common.Frame toProto() {
        return encoder.protobufRows(content, offset, done);
    }

    /** The frame as columns; empty when it has some that cannot be sent so. */
    public Optional<byte[]> columns() {
        return encoder.columns(content, offset, done);
    }
}
