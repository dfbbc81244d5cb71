package io.millrace.spi.connector.reach;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which files may be read and written.
 *
 * @param anywhere whether all may, whatever the roots are
 * @param roots directories; what lies below them may be used
 * @param closed files and directories that may not, although they lie below a root
 */
public record FileReach(boolean anywhere, List<String> roots, List<String> closed) implements Serializable {

    public static final FileReach ANYWHERE = new FileReach(true, List.of(), List.of());

    public FileReach {
        roots = List.copyOf(roots);
        closed = List.copyOf(closed);
    }

    /**
     * Lets a path through that an option names.
     *
     * @return the path, absolute and without {@code ..}: this is what is to be opened
     * @throws MillraceException OUT_OF_REACH when it leads elsewhere, be it by a link
     */
    public Path checked(String option, Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        refusal(absolute).ifPresent(reason -> {
            throw new MillraceException(
                    ErrorCode.OUT_OF_REACH, "option '" + option + "' leads to \"" + absolute + "\", which " + reason);
        });
        return absolute;
    }

    /**
     * Lets a file through that was found below such a path, or was there before.
     *
     * @throws MillraceException OUT_OF_REACH when it is a link that leads elsewhere
     */
    public Path checked(Path file) {
        refusal(file).ifPresent(reason -> {
            throw new MillraceException(ErrorCode.OUT_OF_REACH, "file \"" + file + "\" " + reason);
        });
        return file;
    }

    /** Why a path is not let through, as what is said of it: "is …"; empty when it is let through. */
    public Optional<String> refusal(Path path) {
        Optional<Path> real = real(path.toAbsolutePath().normalize());
        if (real.isEmpty()) {
            return Optional.of("is a link to what is not there");
        }
        if (closed.stream().anyMatch(place -> isWithin(real.get(), place))) {
            return Optional.of("belongs to the server or the machine it runs on; choose another place");
        }
        if (anywhere || roots.stream().anyMatch(root -> isWithin(real.get(), root))) {
            return Optional.empty();
        }
        return Optional.of("is outside of the directories that statements may name: " + String.join(", ", roots)
                + "; put it there, or start the server with another setting files.roots");
    }

    private static boolean isWithin(Path real, String place) {
        return real(Path.of(place)).filter(real::startsWith).isPresent();
    }

    /** Where a path leads when all links are followed, also where its last parts do not exist; empty for a link that leads nowhere. */
    private static Optional<Path> real(Path absolute) {
        for (Path there = absolute; there != null; there = there.getParent()) {
            try {
                Path real = there.toRealPath();
                return Optional.of(real.resolve(there.relativize(absolute)).normalize());
            } catch (IOException e) {
                if (Files.isSymbolicLink(there)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(absolute);
    }
}
