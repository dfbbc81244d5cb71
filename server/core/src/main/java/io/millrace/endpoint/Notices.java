package io.millrace.endpoint;

import java.util.ArrayList;
import java.util.List;

/** What the statement that this thread runs has to say beside its result; the protocol itself has no place for it. */
final class Notices {

    private final ThreadLocal<List<String>> texts = ThreadLocal.withInitial(ArrayList::new);

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
}
