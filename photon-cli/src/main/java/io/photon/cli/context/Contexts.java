// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.context;

import io.photon.os.PrivateFiles;
import io.photon.os.SystemError;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import io.photon.settings.Closest;
import io.photon.settings.FileTrust;
import io.photon.settings.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of contexts, {@code $XDG_CONFIG_HOME/photon/contexts}: a file {@code NAME.context} each, and the file
 * {@code in-use} with the name of the one in use and of the one before. Folders have the mode 0700 and files 0600; each is
 * replaced as a whole. One thread.
 */
public final class Contexts {

    private static final String ENDING = ".context";
    private static final int LONGEST = 64 << 10;

    private final Path folder;
    private final Consumer<String> warnings;

    /** @param warnings get a sentence when others can read a context */
    public Contexts(Map<String, String> environment, Consumer<String> warnings) {
        this(Surroundings.of(environment).configDirectory().resolve("contexts"), warnings);
    }

    Contexts(Path folder, Consumer<String> warnings) {
        this.folder = folder;
        this.warnings = warnings;
    }

    /** Where they are. */
    public Path folder() {
        return folder;
    }

    private Path file(String name) {
        return folder.resolve(name + ENDING);
    }

    private Path inUseFile() {
        return folder.resolve("in-use");
    }

    /** The names of all contexts, in order; files that cannot be contexts are not counted. */
    public Result<List<String>> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return Result.ok(files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(ENDING))
                    .map(file -> file.substring(0, file.length() - ENDING.length()))
                    .filter(ContextName::isValid)
                    .sorted()
                    .toList());
        } catch (NoSuchFileException e) {
            return Result.ok(List.of());
        } catch (IOException e) {
            return unusable(folder, "read", e);
        }
    }

    /** The context of a name; NOT_FOUND with the nearest right one, BAD_INPUT when its file cannot be used. */
    public Result<Context> find(String name) {
        Result<String> valid = ContextName.check(name);
        if (valid instanceof Result.Err<String> err) {
            return Result.err(err.failure());
        }
        Path file = file(name);
        try (InputStream in = Files.newInputStream(file)) {
            Optional<Failure> refused = FileTrust.refuse(file, file.toString());
            if (refused.isPresent()) {
                return Result.err(refused.get());
            }
            if (FileMode.isWritableByOthers(file)) {
                return Result.err(
                        Kind.BAD_INPUT,
                        "context '" + name + "' is not used: other users of this machine may write " + file,
                        "see that it is as you left it, then: chmod 600 " + file);
            }
            FileMode.ofOthers(file)
                    .ifPresent(mode -> warnings.accept("other users can read the context " + file + " (mode " + mode
                            + "); take that from them: chmod 600 " + file));
            byte[] bytes = in.readNBytes(LONGEST + 1);
            return bytes.length > LONGEST
                    ? Result.err(
                            Kind.BAD_INPUT,
                            "context '" + name + "' cannot be used: " + file + " has more than " + LONGEST + " bytes",
                            "write it anew: photon context add " + name + " --replace --url URL")
                    : ContextFile.parse(bytes, name, file.toString());
        } catch (NoSuchFileException e) {
            return names().then(names -> Result.err(unknown(name, names)));
        } catch (IOException e) {
            return unusable(file, "read", e);
        }
    }

    private static Failure unknown(String name, List<String> names) {
        String there = names.isEmpty()
                ? "there is none yet; make one with: photon context add " + name + " --url URL"
                : "there are: " + String.join(", ", names);
        String close = Closest.of(name, names)
                .map(meant -> "did you mean " + meant + "? ")
                .orElse("");
        return Failure.of(Kind.NOT_FOUND, "there is no context '" + name + "'", close + there);
    }

    /** Writes a context, whole or not at all. @param replaces whether there may be one of that name */
    public Result<Path> save(Context context, boolean replaces) {
        return context.check().then(valid -> {
            Path file = file(context.name());
            if (!replaces && Files.exists(file)) {
                return Result.err(
                        Kind.CONFLICT,
                        "there is a context '" + context.name() + "' already",
                        "replace it with --replace, or see it with: photon context show " + context.name());
            }
            return write(file, ContextFile.print(context));
        });
    }

    private Result<Path> write(Path file, String text) {
        try {
            Path place = Files.isSymbolicLink(file) ? file.toRealPath() : file; // a link stays one
            PrivateFiles.createFolders(folder);
            if (!PrivateFiles.tryRestrict(folder)) {
                warnings.accept("the folder " + folder + " belongs to another user");
            }
            PrivateFiles.replace(place, text.getBytes(StandardCharsets.UTF_8));
            return Result.ok(file);
        } catch (IOException e) {
            return unusable(file, "written", e);
        }
    }

    /** Removes a context, also one whose file is damaged; one in use is in use no more. */
    public Result<Path> remove(String name) {
        Result<String> valid = ContextName.check(name);
        if (valid instanceof Result.Err<String> err) {
            return Result.err(err.failure());
        }
        Path file = file(name);
        try {
            if (!Files.deleteIfExists(file)) {
                return names().then(names -> Result.err(unknown(name, names)));
            }
            return inUse().then(used -> used.isPresent() && used.get().equals(name) ? use(null) : Result.ok(file));
        } catch (IOException e) {
            return unusable(file, "removed", e);
        }
    }

    /** The name of the context in use, empty for none; whether there is one of that name is another question. */
    public Result<Optional<String>> inUse() {
        return inUseLine(0);
    }

    /** The name of the context that was in use before, empty for none. */
    public Result<Optional<String>> before() {
        return inUseLine(1);
    }

    private Result<Optional<String>> inUseLine(int index) {
        Path file = inUseFile();
        if (!Files.exists(file)) {
            return Result.ok(Optional.empty()); // as for most users, of whom nothing more is to be loaded
        }
        try {
            Optional<Failure> refused = FileTrust.refuse(file, file.toString());
            if (refused.isPresent()) {
                return Result.err(refused.get());
            }
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            String line = lines.size() > index ? lines.get(index).strip() : "";
            return line.isEmpty() || ContextName.isValid(line)
                    ? Result.ok(Optional.of(line).filter(name -> !name.isEmpty()))
                    : damagedInUse(file);
        } catch (NoSuchFileException e) {
            return Result.ok(Optional.empty());
        } catch (CharacterCodingException e) {
            return damagedInUse(file);
        } catch (IOException e) {
            return unusable(file, "read", e);
        }
    }

    private static <T> Result<T> damagedInUse(Path file) {
        return Result.err(
                Kind.BAD_INPUT,
                file + ": it does not hold the name of a context",
                "say which one to use: photon context use NAME, or photon context use --none");
    }

    /** Makes a context the one in use. @param name null for none */
    public Result<Path> use(@Nullable String name) {
        String was =
                inUse() instanceof Result.Ok<Optional<String>> ok ? ok.value().orElse("") : "";
        String now = name == null ? "" : name;
        String before = was.equals(now)
                ? before() instanceof Result.Ok<Optional<String>> ok
                        ? ok.value().orElse("")
                        : ""
                : was;
        return write(inUseFile(), now + "\n" + before + "\n");
    }

    private static <T> Result<T> unusable(Path file, String what, IOException e) {
        return Result.err(
                Kind.BAD_INPUT,
                file + " cannot be " + what + ": " + SystemError.reason(e),
                "check the folder and its owner; XDG_CONFIG_HOME names another");
    }
}
