// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.context;

import io.photon.os.SystemError;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Reads a secret from where it is kept. A program that is asked for it may use the terminal, and has a time limit. */
public final class SecretReader {

    /** Long enough to type a passphrase into a password manager. */
    static final long COMMAND_LIMIT_MS = 60_000;

    /** A secret is short; more is another file by mistake. */
    private static final int LONGEST = 64 << 10;

    private final Map<String, String> environment;
    private final long limitMs;
    private final Consumer<String> warnings;

    /** @param limitMs how long a program may take @param warnings get a sentence when others can read a file */
    SecretReader(Map<String, String> environment, long limitMs, Consumer<String> warnings) {
        this.environment = environment;
        this.limitMs = limitMs;
        this.warnings = warnings;
    }

    /** Reads with the usual patience: a program has a minute. */
    public SecretReader(Map<String, String> environment, Consumer<String> warnings) {
        this(environment, COMMAND_LIMIT_MS, warnings);
    }

    /** The secret, without blanks at its ends. @param what it is, for messages, e.g. {@code the token of context 'prod'} */
    public Result<String> read(Secret secret, String what) {
        Result<String> found = switch (secret.place()) {
            case FILE -> file(Path.of(secret.text()), what);
            case ENV -> variable(secret.text(), what);
            case COMMAND -> CommandWords.split(secret.text()).then(words -> command(words, what));
        };
        return found.then(text -> text.isBlank()
                ? bad(what, "it is empty in " + secret.shown(), "put it there, or name another place")
                : Result.ok(text.strip()));
    }

    private static Result<String> bad(String what, String why, String hint) {
        return Result.err(Kind.BAD_INPUT, what + ": " + why, hint);
    }

    private Result<String> variable(String name, String what) {
        String value = environment.get(name);
        return value == null
                ? bad(what, "the environment variable " + name + " is not set", "set it, or name another place")
                : Result.ok(value);
    }

    private Result<String> file(Path file, String what) {
        try (InputStream in = Files.newInputStream(file)) {
            FileMode.ofOthers(file)
                    .ifPresent(mode -> warnings.accept("other users can read the secret in " + file + " (mode " + mode
                            + "); take that from them: chmod 600 " + file));
            return text(in.readNBytes(LONGEST + 1), what);
        } catch (IOException e) {
            return bad(what, file + " cannot be read: " + SystemError.reason(e), "check the path and who may read it");
        }
    }

    private static Result<String> text(byte[] bytes, String what) {
        return bytes.length > LONGEST
                ? bad(what, "more than " + LONGEST + " bytes are not a secret", "name another place")
                : Result.ok(new String(bytes, StandardCharsets.UTF_8));
    }

    /** What a program prints. Its stdin and stderr are ours, so that it can ask for a passphrase. */
    private Result<String> command(List<String> words, String what) {
        Process process;
        try {
            process = new ProcessBuilder(words)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            return bad(what, "'" + words.get(0) + "' cannot be run: " + SystemError.reason(e), "is it installed?");
        }
        CompletableFuture<byte[]> printed = new CompletableFuture<>();
        Thread reader = new Thread(() -> drain(process, printed), "photon-secret");
        reader.setDaemon(true);
        reader.start();
        try {
            byte[] bytes = printed.get(limitMs, TimeUnit.MILLISECONDS);
            if (!process.waitFor(limitMs, TimeUnit.MILLISECONDS)) {
                return tooLong(words, what);
            }
            int code = process.exitValue();
            return code == 0 || bytes.length > LONGEST // one that we stop reading does not end well
                    ? text(bytes, what)
                    : bad(what, "'" + words.get(0) + "' ended with exit code " + code, "run it by hand to see why");
        } catch (TimeoutException e) {
            return tooLong(words, what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.err(Failure.of(Kind.TIMED_OUT, what + ": interrupted"));
        } catch (ExecutionException e) {
            return bad(what, "the output of '" + words.get(0) + "' cannot be read", "run it by hand to see why");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Result<String> tooLong(List<String> words, String what) {
        return Result.err(
                Kind.TIMED_OUT,
                what + ": '" + words.get(0) + "' did not end within " + limitMs + " ms",
                "run it by hand to see what it waits for");
    }

    private static void drain(Process process, CompletableFuture<byte[]> printed) {
        try (InputStream out = process.getInputStream()) {
            printed.complete(out.readNBytes(LONGEST + 1));
        } catch (IOException e) {
            printed.completeExceptionally(e);
        }
    }
}
