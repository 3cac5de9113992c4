// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Arguments, variables and file names that are not ASCII, with no locale at all (as cron, systemd and docker exec start
 * programs) and with others. Scripts are ASCII: what this test's own Java can pass on is not the question.
 */
class EncodingSystemTest {

    private static final String UMLAUT = "\u00e4";

    @TempDir
    Path home;

    private DaemonProcess daemon;

    @BeforeEach
    void start() {
        daemon = DaemonProcess.start(home, "-db.backend", "memory");
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private record Ended(int code, String output) {}

    /** Runs a line of bash in which {@code photon} is the launcher and {@code jar} the jar, with no environment. */
    private Ended bash(String environment, String script) throws Exception {
        Path root = DaemonProcess.jar().toAbsolutePath().getParent().getParent().normalize();
        String java = ProcessHandle.current().info().command().orElse("java");
        Path out = Files.createTempFile(home, "bash", ".out");
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "cd \"$1\"; E='PATH='$PATH' PHOTON_TOKEN="
                                + daemon.http().token() + " PHOTON_URL="
                                + daemon.http().base()
                                + " JAVA_HOME=" + Path.of(java).getParent().getParent() + " HOME=" + home + " "
                                + environment + "'\n"
                                + "photon() { env -i $E '" + root + "/bin/photon' \"$@\"; }\n"
                                + "jar() { env -i $E '" + java + "' -jar '"
                                + DaemonProcess.jar().toAbsolutePath()
                                + "' \"$@\"; }\n"
                                + script,
                        "bash",
                        home.toString())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .start();
        return new Ended(process.waitFor(), Files.readString(out, StandardCharsets.UTF_8));
    }

    @Test
    void throughTheLauncherTextIsStoredAsWrittenInEveryEnvironment() throws Exception {
        String latin =
                Locales.make(home.resolve("locales"), "de_DE", "ISO-8859-1").get("LC_ALL");
        List<String> environments = List.of(
                "",
                "LC_ALL=C",
                "LANG=POSIX",
                "LC_ALL=C.UTF-8 LANGUAGE=de",
                "LANG=xx_YY.UTF-8",
                "LOCPATH=" + home.resolve("locales") + " LC_ALL=" + latin);
        for (int i = 0; i < environments.size(); i++) {
            Ended emitted = bash(
                    environments.get(i),
                    "photon emit --stream $'str\\xc3\\xa4m" + i
                            + "' --type $'\\xe2\\x82\\xac' --payload $'\"\\xc3\\xa4\\xf0\\x9f\\x90\\x98\"'");
            assertEquals(0, emitted.code(), environments.get(i) + ": " + emitted.output());
            List<String> lines = daemon.http().replay("str" + UMLAUT + "m" + i);
            assertEquals(1, lines.size(), environments.get(i));
            String line = lines.get(0);
            assertTrue(line.contains("\"stream-name\":\"str" + UMLAUT + "m" + i + "\""), line);
            assertTrue(line.contains("\"event-type\":\"\u20ac\""), line);
            assertTrue(line.contains("\"payload\":\"" + UMLAUT + "\ud83d\udc18\""), line);
        }
    }

    @Test
    void throughTheLauncherFilesAndFoldersMayHaveAnyName() throws Exception {
        Ended ended = bash(
                "",
                "mkdir $'d\\xc3\\xa4t\\xc3\\xa4' && cd $'d\\xc3\\xa4t\\xc3\\xa4'"
                        + " && photon emit --stream s --type T --payload 1 && photon backup --file $'b\\xc3\\xa4ck'"
                        + " && photon verify $'b\\xc3\\xa4ck' && ls -1 && E=\"$E XDG_DATA_HOME=$PWD/\"$'x\\xc3\\xa4'"
                        + " && photon serve --print-config | grep -c $'x\\xc3\\xa4'");
        assertEquals(0, ended.code(), ended.output());
        assertTrue(ended.output().contains("b" + UMLAUT + "ck"), ended.output());
    }

    @Test
    void anArgumentThatIsNotUtf8IsRefusedAndNothingIsStored() throws Exception {
        for (String command : List.of("photon", "jar")) {
            Ended ended = bash("LC_ALL=C.UTF-8", command + " emit --stream $'a\\xe4' --type T --payload 1");
            assertEquals(2, ended.code(), ended.output());
            assertTrue(ended.output().contains("argument 3 is not UTF-8"), ended.output());
        }
        assertEquals(List.of(), daemon.http().replay("__all__"));
        Ended sound = bash("", "photon emit --stream $'\\xef\\xbf\\xbd' --type T --payload 1");
        assertEquals(0, sound.code(), "the replacement sign itself may be written: " + sound.output());
    }

    @Test
    void whereJavaHasLostTheBytesTheJarRefusesAndSaysWhatToDo() throws Exception {
        String latin = "LOCPATH=" + home.resolve("locales") + " LC_ALL="
                + Locales.make(home.resolve("locales"), "de_DE", "ISO-8859-1").get("LC_ALL");
        for (String environment : List.of("", "LC_ALL=C", latin)) {
            Ended ended = bash(environment, "jar emit --stream $'str\\xc3\\xa4m' --type T --payload 1");
            assertEquals(2, ended.code(), ended.output());
            assertTrue(ended.output().contains("argument 3 holds more than ASCII"), ended.output());
            assertTrue(
                    ended.output().contains("hint: start Photon with bin/photon, or set LC_ALL=C.UTF-8"),
                    ended.output());
            ended = bash(environment, "E=\"$E XDG_DATA_HOME=/d\"$'\\xc3\\xa4'; jar serve --print-config");
            assertEquals(2, ended.code(), ended.output());
            assertTrue(ended.output().contains("the variable XDG_DATA_HOME holds more than ASCII"), ended.output());
        }
        assertEquals(List.of(), daemon.http().replay("__all__"));
        assertEquals(0, bash("", "jar emit --stream s --type T --payload 1").code(), "ASCII is no trouble");
    }
}
