package io.millrace.endpoint.wire;

import io.millrace.session.ParameterColumns;
import io.millrace.session.ParameterLists;
import io.millrace.spi.data.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** All lists of a batch that came as columns. Immutable. */
public final class GivenLists implements ParameterLists {

    private final List<GivenBlock> blocks;

    private GivenLists(List<GivenBlock> blocks) {
        this.blocks = blocks;
    }

    /**
     * Reads the parts of a batch.
     *
     * @param parts of a {@link BatchPart}, in order
     * @param parameters of the statement
     */
    public static GivenLists read(List<ByteBuffer> parts, List<Field> parameters) {
        List<GivenBlock> blocks = new ArrayList<>();
        for (ByteBuffer part : parts) {
            forEachBlock(part, block -> blocks.add(GivenBlock.read(block, parameters)));
        }
        return new GivenLists(blocks);
    }

    /** How many rows a part says it has, as it has not been read yet; never more than it has bytes. */
    public static long rows(ByteBuffer part) {
        long[] rows = {0};
        forEachBlock(part, block -> rows[0] += GivenBlock.rows(block));
        return rows[0];
    }

    private static void forEachBlock(ByteBuffer part, Consumer<ByteBuffer> consumer) {
        ByteBuffer rest = part.duplicate();
        while (rest.hasRemaining()) {
            int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
            if (length < 0 || length > rest.remaining()) {
                throw GivenBlock.broken();
            }
            consumer.accept(rest.duplicate().limit(rest.position() + length));
            rest.position(rest.position() + length);
        }
    }

    @Override
    public int size() {
        return blocks.stream().mapToInt(GivenBlock::size).reduce(0, Math::addExact);
    }

    @Override
    public IntStream lengths() {
        return blocks.stream().mapToInt(GivenBlock::parameters);
    }

    @Override
    public void forEach(Consumer<List<Object>> consumer) {
        int[] index = {0};
        for (GivenBlock block : blocks) {
            for (int row = 0; row < block.size(); row++) {
                int number = row;
                ParameterLists.numbered(index[0]++, () -> consumer.accept(block.list(number)));
            }
        }
    }

    @Override
    public List<ParameterColumns> columns() {
        return List.copyOf(blocks);
    }
}
