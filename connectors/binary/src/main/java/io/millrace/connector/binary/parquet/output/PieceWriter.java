package io.millrace.connector.binary.parquet.output;

import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.RowGroup;

/**
 * Writes rows as pieces of a file: row groups, and behind them a directory that counts bytes from the first of them and has no schema. So
 * pieces can be appended one by one, each without looking at those before, and be found again from the end.
 */
public final class PieceWriter implements RecordWriter {

    private final GroupWriter rows;
    private final RecordWriter.Assembly assembly;
    private final List<GroupWriter.Group> groups = new ArrayList<>();

    /** @param reading how the small row groups are read that become larger ones */
    public PieceWriter(RowType rowType, PageCompression compression, GroupReading reading) {
        this.rows = new GroupWriter(rowType, compression);
        this.assembly = new PieceAssembly(rowType, compression, reading);
    }

    @Override
    public boolean isStructured() {
        return true;
    }

    @Override
    public Optional<RecordWriter.Assembly> assembly() {
        return Optional.of(assembly);
    }

    @Override
    public byte[] header() {
        return FileTail.MAGIC.clone();
    }

    @Override
    public void append(Page page, int row) {
        rows.append(page, row);
        if (rows.isFull()) {
            try {
                groups.add(rows.end());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        if (!rows.isEmpty()) {
            groups.add(rows.end());
        }
        if (groups.isEmpty()) {
            return;
        }
        List<RowGroup> about = new ArrayList<>();
        long at = 0;
        for (GroupWriter.Group group : groups) {
            group.bytes().writeTo(out);
            about.add(FileTail.moved(group.about(), at));
            at += group.bytes().size();
        }
        FileTail.write(FileTail.directory(List.of(), about), out);
        groups.clear();
    }
}
