// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import io.photon.cli.names.Names;
import io.photon.os.PrivateFiles;
import io.photon.settings.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.impl.history.DefaultHistory;

/** The lines of before, one file for each daemon, which only its user may read. What holds a secret is not kept at all. */
final class KeptHistory extends DefaultHistory {

    private static final int MOST = 2_000;

    @Override
    public void add(Instant time, String line) {
        if (!Secrets.isIn(line)) {
            super.add(time, line);
        }
    }

    /** Gives a reader this history; without a file where none can be made. @param target which daemon */
    void serve(LineReaderBuilder reader, Map<String, String> environment, String target) {
        reader.history(this).variable(LineReader.HISTORY_SIZE, MOST).variable(LineReader.HISTORY_FILE_SIZE, MOST);
        Path folder = folder(environment);
        Path file = folder.resolve(Names.key(target));
        try {
            PrivateFiles.createFolders(folder);
            PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            PrivateFiles.restrict(file);
            reader.variable(LineReader.HISTORY_FILE, file);
        } catch (IOException e) {
            reader.variable(LineReader.HISTORY_FILE_SIZE, MOST); // no place for it: the lines of this shell only
        }
    }

    /** {@code $XDG_STATE_HOME/photon/history}, or what stands for it. */
    static Path folder(Map<String, String> environment) {
        String given = environment.getOrDefault("XDG_STATE_HOME", "");
        Path state = given.startsWith("/")
                ? Path.of(given)
                : Surroundings.home(environment).resolve(".local/state");
        return state.resolve("photon").resolve("history");
    }
}
