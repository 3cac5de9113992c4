// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import io.photon.cli.context.Contexts;
import io.photon.cli.context.FileMode;
import io.photon.os.SystemError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who else may read what only its owner should: events, tokens, settings, contexts. */
final class RightsChecks {

    private static final int SHOWN = 3;

    private RightsChecks() {}

    /** The data folder and the store's files in it. */
    static void data(Subject subject, Findings findings) {
        Path store = subject.store();
        List<Path> paths = new ArrayList<>(List.of(subject.data()));
        if (store != null && Files.isDirectory(store)) {
            try (Stream<Path> files = Files.walk(store)) {
                files.forEach(paths::add);
            } catch (IOException | UncheckedIOException e) {
                return; // what cannot be read is told by the check of the store
            }
        }
        open(paths, "data permissions", "closed to other users", findings);
    }

    /** What a daemon and contexts left for this user. */
    static void secrets(Subject subject, Findings findings) {
        tokens(subject, findings);
        Path contexts = new Contexts(subject.environment(), warning -> {}).folder();
        List<Path> paths = new ArrayList<>();
        if (Files.isDirectory(contexts)) {
            paths.add(contexts);
            list(contexts, "*.context", paths);
        }
        if (!paths.isEmpty()) {
            open(paths, "contexts", "closed to other users", findings);
        }
        Path properties = subject.settings().surroundings().workingDirectory().resolve("photon.properties");
        List<Path> files = Stream.of(subject.config(), Files.exists(properties) ? properties : null)
                .filter(file -> file != null)
                .toList();
        if (!files.isEmpty()) {
            open(files, "settings files", "closed to other users", findings);
        }
    }

    private static void tokens(Subject subject, Findings findings) {
        List<Path> paths = new ArrayList<>();
        Map<String, String> environment = subject.environment();
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!runtime.isEmpty()) {
            list(Path.of(runtime, "photon"), "*.token", paths);
        }
        list(subject.data(), "*.token", paths);
        if (paths.isEmpty()) {
            findings.ok("token files", "none");
        } else {
            open(paths, "token files", paths.size() + ", for their owner only", findings);
        }
    }

    private static void list(Path folder, String glob, List<Path> into) {
        try (var files = Files.newDirectoryStream(folder, glob)) {
            files.forEach(into::add);
        } catch (IOException e) {
            // not there, or not ours to read: told by other checks
        }
    }

    private static void open(List<Path> paths, String check, String good, Findings findings) {
        List<String> open = new ArrayList<>();
        Path first = null;
        for (Path path : paths) {
            try {
                String mode = Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                        ? FileMode.ofOthers(path).orElse(null)
                        : null;
                if (mode != null) {
                    first = first == null ? path : first;
                    open.add(path + " (" + mode + ")");
                }
            } catch (IOException e) {
                findings.warning(check, path + " cannot be asked: " + SystemError.reason(e), "check its folder");
                return;
            }
        }
        if (open.isEmpty()) {
            findings.ok(check, good);
            return;
        }
        List<String> shown = open.subList(0, Math.min(SHOWN, open.size()));
        findings.warning(
                check,
                "other users may use " + String.join(", ", shown)
                        + (open.size() > SHOWN ? " and " + (open.size() - SHOWN) + " more" : ""),
                "take that from them: chmod -R go= " + first);
    }
}
