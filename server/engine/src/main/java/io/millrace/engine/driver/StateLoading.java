package io.millrace.engine.driver;

import io.millrace.codec.Decoder;
import io.millrace.engine.state.cell.UnreadableStateException;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Puts the state of many relations back, on all processors at once. */
final class StateLoading {

    /** Takes the facts of a relation, and what is stored of it. */
    @FunctionalInterface
    interface Loader {
        void load(Decoder facts) throws IOException;
    }

    private final int version;
    private final List<Runnable> tasks = new ArrayList<>();

    /** @param version of the format of the facts */
    StateLoading(int version) {
        this.version = version;
    }

    Decoder decoder(byte[] facts) {
        return new Decoder(facts, 0, facts.length, 0, version, Decoder.DEFAULT_ALLOWANCE);
    }

    /** Plans to load all that is known of a relation. */
    void add(String name, byte[] facts, Loader loader) {
        tasks.add(() -> {
            Decoder in = decoder(facts);
            loaded(name, in, loader);
            in.end();
        });
    }

    /** Plans to load a part of it. */
    void add(String name, Decoder facts, Loader loader) {
        tasks.add(() -> loaded(name, facts, loader));
    }

    /** Loads, and says of what when it fails. */
    static void loaded(String name, Decoder facts, Loader loader) {
        try {
            loader.load(facts);
        } catch (IOException | UncheckedIOException e) {
            throw failed(ErrorCode.FILE_ERROR, name, e);
        } catch (UnreadableStateException e) {
            throw failed(ErrorCode.DATA_DAMAGED, name, e);
        } catch (MillraceException e) {
            throw failed(e.code(), name, e);
        }
    }

    private static MillraceException failed(ErrorCode code, String name, Exception cause) {
        return new MillraceException(
                code, "the state of \"" + name + "\" cannot be restored: " + cause.getMessage(), cause);
    }

    void run() {
        ExecutorService threads = Executors.newFixedThreadPool(
                Math.max(1, Math.min(tasks.size(), Runtime.getRuntime().availableProcessors())));
        try {
            List<CompletableFuture<Void>> running = tasks.stream()
                    .map(task -> CompletableFuture.runAsync(task, threads))
                    .toList();
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof MillraceException known) {
                throw known;
            }
            throw e;
        } finally {
            threads.shutdown();
        }
    }
}
