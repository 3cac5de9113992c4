// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The folder of contexts, and what is refused in it. */
class ContextsTest {

    @TempDir
    Path home;

    private Path folder;
    private Contexts contexts;
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void open() {
        folder = home.resolve("photon/contexts");
        contexts = new Contexts(folder, warnings::add);
    }

    private static Context context(String name) {
        return new Context(
                name,
                "https://store:3000/p",
                null,
                "/etc/ca with space.pem",
                null,
                new Secret(Secret.Place.COMMAND, "pass show 'back\\slash' \"größe\""),
                null,
                true);
    }

    private static <T> T ok(Result<T> result) {
        return assertInstanceOf(Result.Ok.class, result, () -> result.toString()) instanceof Result.Ok<?>
                ? ((Result.Ok<T>) result).value()
                : null;
    }

    private static Failure failure(Result<?> result) {
        assertInstanceOf(Result.Err.class, result, () -> "not refused: " + result);
        return ((Result.Err<?>) result).failure();
    }

    private Path write(String name, String text) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(name + ".context");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void whatIsSavedIsFoundAgain() {
        ok(contexts.save(context("prod"), false));
        assertEquals(context("prod"), ok(contexts.find("prod")));
        Context broker = new Context(
                "mq",
                "amqps://photon@broker/v",
                "photon",
                null,
                null,
                new Secret(Secret.Place.ENV, "T"),
                new Secret(Secret.Place.FILE, "/run/secret"),
                false);
        ok(contexts.save(broker, false));
        assertEquals(broker, ok(contexts.find("mq")));
        assertEquals(List.of("mq", "prod"), ok(contexts.names()));
        assertEquals(List.of(), warnings);
    }

    @Test
    void filesAndFoldersAreForTheirOwnerOnlyAndNothingElseIsLeft() throws IOException {
        ok(contexts.save(context("prod"), false));
        ok(contexts.use("prod"));
        ok(contexts.save(context("prod"), true));
        assertEquals("rwx------", mode(folder));
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.sorted().toList();
            assertEquals(List.of(folder.resolve("in-use"), folder.resolve("prod.context")), all);
            for (Path file : all) {
                assertEquals("rw-------", mode(file), file.toString());
            }
        }
    }

    @Test
    void aFolderThatOthersMayUseIsClosedWhenItIsWrittenTo() throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));
        ok(contexts.save(context("prod"), false));
        assertEquals("rwx------", mode(folder));
    }

    @Test
    void anotherOfThatNameIsReplacedOnlyWhenAsked() {
        ok(contexts.save(context("prod"), false));
        assertEquals(
                Failure.Kind.CONFLICT,
                failure(contexts.save(context("prod"), false)).kind());
        Context next = new Context("prod", "http://other", null, null, null, null, null, false);
        ok(contexts.save(next, true));
        assertEquals(next, ok(contexts.find("prod")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "../x", "a/b", "/etc/passwd", ".hidden", "-x", "a b", "a\nb", "größe", "a\0"})
    void aNameThatCouldLeaveTheFolderIsRefused(String name) {
        assertTrue(failure(contexts.save(context(name), true)).message().contains("cannot be the name"));
        assertEquals(Failure.Kind.BAD_INPUT, failure(contexts.find(name)).kind());
        assertEquals(Failure.Kind.BAD_INPUT, failure(contexts.remove(name)).kind());
        assertFalse(Files.exists(folder));
    }

    @Test
    void anUnknownOneNamesTheNearestAndAllThatAreThere() {
        ok(contexts.save(context("prod"), false));
        ok(contexts.save(context("test"), false));
        Failure failure = failure(contexts.find("prdo"));
        assertEquals(Failure.Kind.NOT_FOUND, failure.kind());
        assertEquals("did you mean prod? there are: prod, test", failure.hint());
        assertEquals(Failure.Kind.NOT_FOUND, failure(contexts.remove("prdo")).kind());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                        | does not begin with photon-context=1",
                "url=http://a                              | does not begin with photon-context=1",
                "photon-context=1                          | names no url",
                "photon-context=1;url=http://a;prodution=true | there is no 'prodution' in a context; did you mean production?",
                "photon-context=1;url=http://a;production=yes | production is 'yes'; use true or false",
                "photon-context=1;url=http://a;url=http://b  | url again",
                "photon-context=1;url=ftp://a              | its scheme is ftp",
                "photon-context=1;url=amqp://u:p@h         | a password in it",
                "photon-context=1;url=http://a;token-file=x;token-env=Y | a secret has two places",
                "photon-context=1;url=http://a;token-file=x | is not an absolute path",
                "photon-context=1;url=http://a;token-command='x | ends inside of",
                "photon-context=1;url=\\u12                | four hexadecimal digits",
            })
    void aDamagedFileIsRefusedWithItsPlaceAndWhatToDo(String text, String why) throws IOException {
        Path file = write("prod", text.replace(';', '\n'));
        Failure failure = failure(contexts.find("prod"));
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        String said = failure.message() + " " + failure.hint();
        assertTrue(said.contains(why), said);
        assertTrue(said.contains(file.toString()), said);
    }

    @Test
    void aFileOfALaterVersionIsNotGuessedAt() throws IOException {
        write("prod", "photon-context=2\nurl=http://a\nnew-field=x\n");
        Failure failure = failure(contexts.find("prod"));
        assertTrue(failure.message().contains("written by a later Photon (photon-context=2"), failure.message());
    }

    @Test
    void oneThatOthersCanReadIsAWarningAndOneThatTheyCanWriteIsRefused() throws IOException {
        ok(contexts.save(context("prod"), false));
        Path file = folder.resolve("prod.context");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(context("prod"), ok(contexts.find("prod")));
        assertEquals(1, warnings.size());
        assertTrue(
                warnings.get(0).contains("(mode 0640)") && warnings.get(0).endsWith("chmod 600 " + file),
                warnings.get(0));
        for (String mode : List.of("rw-rw----", "rw-----w-")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            Failure failure = failure(contexts.find("prod"));
            assertTrue(failure.message().contains("may write"), failure.message());
        }
    }

    @Test
    void theOneInUseIsRememberedWithTheOneBefore() {
        assertEquals(Optional.empty(), ok(contexts.inUse()));
        ok(contexts.use("a"));
        ok(contexts.use("b"));
        ok(contexts.use("b"));
        assertEquals(Optional.of("b"), ok(contexts.inUse()));
        assertEquals(Optional.of("a"), ok(contexts.before()));
        ok(contexts.use(null));
        assertEquals(Optional.empty(), ok(contexts.inUse()));
        assertEquals(Optional.of("b"), ok(contexts.before()));
    }

    @Test
    void aRemovedOneIsInUseNoMore() {
        ok(contexts.save(context("prod"), false));
        ok(contexts.use("prod"));
        ok(contexts.remove("prod"));
        assertEquals(Optional.empty(), ok(contexts.inUse()));
        assertEquals(List.of(), ok(contexts.names()));
    }

    @Test
    void aDamagedOneCanBeRemovedAndReplaced() throws IOException {
        write("prod", "nonsense");
        ok(contexts.save(context("prod"), true));
        write("prod", "\0\0");
        ok(contexts.remove("prod"));
    }

    @Test
    void whatIsInUseIsNoPathEither() throws IOException {
        ok(contexts.use("a"));
        Files.writeString(folder.resolve("in-use"), "../../x\n");
        assertTrue(failure(contexts.inUse()).message().contains("does not hold the name of a context"));
    }
}
