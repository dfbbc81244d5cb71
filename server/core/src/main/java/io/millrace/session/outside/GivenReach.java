package io.millrace.session.outside;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.spi.connector.reach.AllowedReach;
import io.millrace.spi.connector.reach.FileReach;
import io.millrace.spi.connector.reach.Network;
import io.millrace.spi.connector.reach.NetworkReach;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which files and addresses statements may name, by the settings of the server. */
public final class GivenReach {

    private static final Logger log = LoggerFactory.getLogger(GivenReach.class);

    private static final String ANY = "any";
    private static final String WORKING = ".";
    private static final String NONE = "none";
    private static final String TEMPORARY = "${tmp}";
    /** What belongs to the distribution; its examples are for all. */
    private static final List<String> DISTRIBUTION = List.of("bin", "lib", "conf");

    /** What the operating system shows as files: processes with their environment, and devices. */
    private static final List<String> SYSTEM = List.of("/proc", "/sys", "/dev");

    private GivenReach() {}

    /** @param directory against which relative paths resolve */
    public static AllowedReach of(Settings settings, Path directory) {
        return new AllowedReach(files(settings, directory), network(settings));
    }

    private static FileReach files(Settings settings, Path directory) {
        List<String> given = list(settings.text(Setting.FILES_ROOTS));
        if (given.contains(ANY)) {
            log.info("statements may name files anywhere, but for the server's own, as files.roots says");
            return new FileReach(true, List.of(), closed(settings, directory));
        }
        List<String> roots = new ArrayList<>();
        for (String root : given) {
            String place = absolute(directory, root.replace(TEMPORARY, System.getProperty("java.io.tmpdir")));
            if (root.equals(WORKING) && Path.of(place).getParent() == null) {
                log.warn(
                        "the working directory is {}, which would open all files to statements, and is left out of files.roots;"
                                + " start the server in a directory of its own, or set files.roots",
                        place);
            } else {
                roots.add(place);
            }
        }
        log.info("statements may name files below {}", String.join(", ", roots));
        return new FileReach(false, roots, closed(settings, directory));
    }

    /** What the server works with: its data and keys, and what it runs; and what are no files but the machine itself. */
    private static List<String> closed(Settings settings, Path directory) {
        Path working = Path.of("");
        String data = absolute(working, settings.text(Setting.DATA_DIR));
        Stream<String> keys = Stream.of(Setting.TLS_CERTIFICATE, Setting.TLS_KEY, Setting.JWT_KEY)
                .flatMap(setting -> given(settings, setting, working));
        Stream<String> functions = given(settings, Setting.FUNCTIONS_PATH, directory);
        Stream<String> distribution = Optional.ofNullable(System.getProperty("millrace.home")).stream()
                .flatMap(home -> DISTRIBUTION.stream().map(part -> absolute(Path.of(home), part)));
        Stream<String> system = SYSTEM.stream();
        return Stream.of(
                        system,
                        Stream.of(data, MasterKey.fileBeside(Path.of(data)).toString()),
                        keys,
                        functions,
                        distribution)
                .flatMap(places -> places)
                .toList();
    }

    private static Stream<String> given(Settings settings, Setting setting, Path directory) {
        String path = settings.text(setting);
        return path.equals(setting.defaultValue()) ? Stream.empty() : Stream.of(absolute(directory, path));
    }

    private static NetworkReach network(Settings settings) {
        return new NetworkReach(list(settings.text(Setting.NETWORK_ALLOWED)).stream()
                .filter(text -> !text.equals(NONE))
                .map(Network::of)
                .toList());
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static String absolute(Path directory, String path) {
        return directory.resolve(path).toAbsolutePath().normalize().toString();
    }
}
