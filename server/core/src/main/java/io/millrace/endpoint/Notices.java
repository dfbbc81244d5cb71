package io.millrace.endpoint;

import io.millrace.session.WantedColumns;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What travels beside the messages of the protocol, which has no place for it, for the request that this thread serves. */
final class Notices {

    private final ThreadLocal<List<String>> texts = ThreadLocal.withInitial(ArrayList::new);

    private final ThreadLocal<Optional<WantedColumns>> wanted = ThreadLocal.withInitial(Optional::empty);

    void add(List<String> more) {
        texts.get().addAll(more);
    }

    /** What was added by this thread since the last call. */
    List<String> take() {
        List<String> taken = texts.get();
        if (taken.isEmpty()) {
            return List.of();
        }
        texts.remove();
        return taken;
    }

    /** Which columns of the rows that it changes a client wants to know of a statement. */
    Optional<WantedColumns> wanted() {
        return wanted.get();
    }

    /** @param header as our driver has it: names of columns, numbers behind a {@code #}, or a star; null when it wants none */
    void want(String header) {
        if (header == null) {
            wanted.remove();
            return;
        }
        List<String> names = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (String part : header.split(",")) {
            if (part.matches("#-?[0-9]{1,9}")) {
                numbers.add(Integer.valueOf(part.substring(1)));
            } else if (!part.equals("*")) {
                names.add(URLDecoder.decode(part, StandardCharsets.UTF_8));
            }
        }
        wanted.set(Optional.of(new WantedColumns(names, numbers)));
    }
}
