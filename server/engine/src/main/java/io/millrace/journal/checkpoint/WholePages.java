package io.millrace.journal.checkpoint;

import io.millrace.codec.page.PageFile;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Rows that seldom are there and never for long: each checkpoint has all of them, and no file when there are none. */
public record WholePages(String name, long history, List<Page> pages) implements WholeContent {

    public WholePages {
        pages = List.copyOf(pages);
    }

    public WholePages(String name, List<Page> pages) {
        this(name, ThreadLocalRandom.current().nextLong(), pages);
    }

    @Override
    public long size() {
        return pages.stream().mapToLong(Page::size).sum();
    }

    @Override
    public long write(OutputStream out, long since) throws IOException {
        PageFile.write(out, head -> {}, writer -> {
            for (Page page : pages) {
                writer.write(page);
            }
        });
        return size();
    }

    /** Reads what was written. */
    public static List<Page> read(ContentChain chain, RowType rowType) throws IOException {
        List<Page> pages = new ArrayList<>();
        chain.read(files -> {
            for (InputStream file : files) {
                PageFile.read(file, rowType, head -> {}, pages::add);
            }
        });
        return pages;
    }
}
