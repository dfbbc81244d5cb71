package io.millrace.journal.checkpoint;

import io.millrace.codec.DamagedDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;

/** Something that checkpoints contain: bytes that only become more, so that what has changed is their end. */
final class Ledger {

    private final ContentHistory<Integer> history = new ContentHistory<>();
    private final String name;
    private byte[] bytes = new byte[0];

    Ledger(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    byte[] bytes() {
        return bytes;
    }

    void grow(Random random, int count) {
        byte[] more = new byte[count];
        random.nextBytes(more);
        int before = bytes.length;
        bytes = Arrays.copyOf(bytes, before + count);
        System.arraycopy(more, 0, bytes, before, count);
        history.changed();
    }

    Content cut() {
        byte[] now = bytes;
        return history.cut(name, now.length, now.length, (out, since) -> {
            int from = since.orElse(0);
            out.write(now, from, now.length - from);
            return now.length - from;
        });
    }

    static Ledger restored(String name, StoredContents contents) throws IOException {
        Ledger ledger = new Ledger(name);
        ContentChain chain = contents.chain(name);
        ledger.bytes = bytes(chain);
        ledger.history.restored(chain, ledger.bytes.length);
        return ledger;
    }

    private static byte[] bytes(ContentChain chain) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chain.read(files -> {
            for (InputStream file : files) {
                file.transferTo(all);
            }
        });
        if (chain.version() == 0 && all.size() > 0) {
            throw new DamagedDataException(0, "a content that never changed has files");
        }
        return all.toByteArray();
    }
}
