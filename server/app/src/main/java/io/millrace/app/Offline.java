package io.millrace.app;

import io.millrace.app.directory.DataDirectory;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.session.SqlService;
import io.millrace.session.durable.DataFiles;
import io.millrace.session.local.LocalSqlService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;

/** Work on a data directory without anybody being let in. */
final class Offline {

    private Offline() {}

    /**
     * Does the work on what a server with these settings would have, and leaves it to the next start.
     *
     * @param base where relative paths in SQL begin
     * @throws io.millrace.spi.error.MillraceException when a server uses the directory, and what keeps one from starting
     */
    static void run(Settings settings, Path base, Consumer<SqlService> work) throws IOException {
        Path path = Path.of(settings.text(Setting.DATA_DIR)).toAbsolutePath().normalize();
        try (RecoveryLine line = new RecoveryLine();
                DataDirectory directory = DataDirectory.lock(path);
                DataFiles files = DataFiles.open(path, settings, false)) {
            Settings fitting = files.fit(settings).with(Setting.DATA_DIR, path.toString());
            try (LocalSqlService service =
                    LocalSqlService.create(fitting, Clock.systemUTC(), base, path.resolve(DataDirectory.CLASSES))) {
                service.recover(files, line);
                work.accept(service);
            }
        }
    }
}
