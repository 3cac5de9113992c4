// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.settings.SettingRows;
import io.photon.store.backend.StoreBackend;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Jars {@code photon-store-NAME.jar} of a folder, each with the backend NAME. To list their names opens none. For one thread. */
final class BackendJars {

    private static final Pattern FILE = Pattern.compile("photon-store-([a-z][a-z0-9]*)\\.jar");

    /** What a backend is made of, and the log. Everything else, its driver above all, it has itself. */
    private static final List<String> SHARED = List.of("io.photon.", "org.slf4j.");

    private final Path folder;
    private final SortedMap<String, Path> files;
    private final Map<String, Result<StoreBackend>> opened = new HashMap<>();

    private BackendJars(Path folder, SortedMap<String, Path> files) {
        this.folder = folder;
        this.files = files;
    }

    static BackendJars in(Path folder) {
        SortedMap<String, Path> files = new TreeMap<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "photon-store-*.jar")) {
            for (Path file : found) {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    files.put(name.group(1), file);
                }
            }
        } catch (IOException e) {
            files.clear(); // who asks for one of them is told that it is not there
        }
        return new BackendJars(folder, files);
    }

    List<String> names() {
        return List.copyOf(files.keySet());
    }

    /** The sound ones, opened. */
    List<StoreBackend> all() {
        List<StoreBackend> sound = new ArrayList<>();
        names().forEach(name -> {
            if (named(name) instanceof Result.Ok<StoreBackend> ok) {
                sound.add(ok.value());
            }
        });
        return sound;
    }

    /** Why the others cannot be used. */
    List<Failure> broken() {
        List<Failure> broken = new ArrayList<>();
        names().forEach(name -> {
            if (named(name) instanceof Result.Err<StoreBackend> err) {
                broken.add(err.failure());
            }
        });
        return broken;
    }

    Result<StoreBackend> named(String name) {
        Path jar = files.get(name);
        if (jar == null) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "db.backend is '" + name + "', and there is no photon-store-" + name + ".jar in " + folder,
                    "this Photon has h2, file and memory"
                            + (files.isEmpty() ? "" : ", and next to it " + String.join(", ", files.keySet()))
                            + "; put that jar there, or choose one of these");
        }
        return opened.computeIfAbsent(name, key -> open(key, jar));
    }

    private static Result<StoreBackend> open(String name, Path jar) {
        try (JarFile readable = new JarFile(jar.toFile())) { // a class loader would pass over what is no jar
            readable.size();
            List<StoreBackend> found = new ArrayList<>();
            ServiceLoader.load(StoreBackend.class, SiblingJar.load(jar, SHARED)).forEach(found::add);
            if (found.size() != 1) {
                return broken(name, jar, "it holds " + found.size() + " backends, not one");
            }
            StoreBackend backend = found.get(0);
            String wrong = refusal(name, backend);
            return wrong == null ? Result.ok(backend) : broken(name, jar, wrong);
        } catch (IOException | RuntimeException | ServiceConfigurationError | LinkageError e) {
            return broken(name, jar, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /** What is wrong with it, or null. */
    private static @Nullable String refusal(String name, StoreBackend backend) {
        if (!backend.name().equals(name)) {
            return "it holds the backend '" + backend.name() + "'";
        }
        List<String> prefixes = new ArrayList<>(backend.aliases());
        prefixes.add(name);
        boolean areItsOwn = backend.settings().stream()
                .allMatch(row -> prefixes.stream().anyMatch(prefix -> row.key().startsWith(prefix + ".")));
        if (!areItsOwn) {
            return "it has settings whose names do not begin with " + name + ".";
        }
        SettingRows.BUILT_IN.with(backend.settings()); // or it throws: a name is taken
        return null;
    }

    private static Result<StoreBackend> broken(String name, Path jar, String why) {
        return Result.err(
                Failure.Kind.BAD_INPUT,
                "the backend '" + name + "' cannot be used: " + jar + ": " + why,
                "put the jar of this version there, see: photon --version; or choose another db.backend");
    }
}
