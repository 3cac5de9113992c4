package io.photon.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** The committed pages are what the model says. {@code bin/generate-docs} rewrites them. */
class GeneratedDocsTest {

    private static final Path ROOT = Path.of(System.getProperty("photon.root", ".."));

    private static Map<String, String> generated() {
        Map<String, String> files = new TreeMap<>();
        CommandSpec root = Commands.root().getCommandSpec();
        for (CommandSpec command : Commands.all(root)) {
            files.put("man/" + ManPage.fileName(command), ManPage.of(command, date()));
        }
        for (String topic : TopicPage.names(root)) {
            files.put("man/" + TopicPage.pageName(topic) + ".7", TopicPage.of(root, topic, date()));
        }
        files.put("completions/photon.bash", bash());
        files.put("completions/photon.zsh", ZshCompletion.of(root));
        files.put("completions/photon.fish", FishCompletion.of(root));
        return files;
    }

    /** The day that the build gives everything it makes, so that the same sources give the same pages. */
    private static String date() {
        try {
            Matcher time = Pattern.compile("<project.build.outputTimestamp>(\\d{4}-\\d\\d-\\d\\d)T")
                    .matcher(Files.readString(ROOT.resolve("pom.xml")));
            assertTrue(time.find(), "pom.xml has no project.build.outputTimestamp");
            return time.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bash() {
        return AutoComplete.bash("photon", Commands.root())
                + BashStreams.of(Commands.root().getCommandSpec());
    }

    @BeforeAll
    static void rewriteWhenAsked() throws IOException {
        if (Boolean.getBoolean("photon.docs.write")) {
            for (String name : committed()) {
                Files.delete(ROOT.resolve(name));
            }
            for (Map.Entry<String, String> file : generated().entrySet()) {
                Path path = ROOT.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
        }
    }

    private static List<String> committed() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (String directory : List.of("man", "completions")) {
            try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
                files.forEach(file -> names.add(directory + "/" + file.getFileName()));
            }
        }
        return List.copyOf(names);
    }

    @Test
    void theCommittedPagesAndScriptsAreCurrent() throws IOException {
        Map<String, String> generated = generated();
        assertEquals(List.copyOf(generated.keySet()), committed(), "run bin/generate-docs");
        for (Map.Entry<String, String> file : generated.entrySet()) {
            assertEquals(
                    file.getValue(),
                    Files.readString(ROOT.resolve(file.getKey())),
                    file.getKey() + " is not current: run bin/generate-docs");
        }
    }

    @Test
    void everyCommandSaysWhatItDoesWithExamplesAndExitCodes() {
        for (CommandSpec command : Commands.all(Commands.root().getCommandSpec())) {
            if (command.parent() == null) {
                continue;
            }
            String name = command.qualifiedName();
            assertTrue(command.usageMessage().header().length == 1, () -> name + " has no header");
            assertTrue(command.usageMessage().footer().length >= 2, () -> name + " has no two examples");
            assertTrue(command.usageMessage().exitCodeList().size() >= 2, () -> name + " lists no exit codes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void theShellAcceptsItsScript(String shell) throws Exception {
        need(shell);
        Run run = run(shell, "-n", ROOT.resolve("completions/photon." + shell).toString());
        assertEquals("0 ", run.code() + " " + run.output());
    }

    /** At a usual width, and at one where long words no longer fit a justified line. */
    @ParameterizedTest
    @ValueSource(ints = {80, 40})
    void manShowsEveryPageWithoutAWarning(int columns) throws Exception {
        need("man");
        String show = "for page in man/*; do MANWIDTH=" + columns
                + " man --warnings -E UTF-8 -l \"$page\" 2>&1 >/dev/null | sed \"s|^|$page: |\"; done";
        Run run = run("sh", "-c", "cd '" + ROOT + "' && " + show);
        assertEquals("0 ", run.code() + " " + run.output());
    }

    /** What other programs than groff read: mandoc is man on Alpine and the BSDs. */
    @Test
    void mandocFindsNothingToWarnAboutInAnyPage() throws Exception {
        need("mandoc");
        Run run = run("sh", "-c", "cd '" + ROOT + "' && mandoc -T lint -W warning man/*");
        assertEquals("0 ", run.code() + " " + run.output());
    }

    /** A page that names another one that is not there sends its reader nowhere. */
    @Test
    void everyPageThatAPageNamesIsThere() throws IOException {
        Pattern reference = Pattern.compile("\\\\fB(photon[a-z\\\\-]*)\\\\fR\\((\\d)\\)");
        int found = 0;
        for (String name : committed()) {
            Matcher named = reference.matcher(name.startsWith("man/") ? Files.readString(ROOT.resolve(name)) : "");
            while (named.find()) {
                String file = "man/" + named.group(1).replace("\\", "") + "." + named.group(2);
                assertTrue(Files.exists(ROOT.resolve(file)), name + " names " + file);
                found++;
            }
        }
        assertTrue(found > 50, "only " + found + " references found");
    }

    private record Run(int code, String output) {}

    private static Run run(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    /** Skips visibly on a laptop, fails in CI. */
    static void need(String program) throws Exception {
        boolean there = run("sh", "-c", "command -v " + program).code() == 0;
        String ci = System.getProperty("photon.ci", "");
        if (!ci.isEmpty() && !ci.startsWith("${")) {
            assertTrue(there, program + " is not installed, and this is CI");
        }
        Assumptions.assumeTrue(there, program + " is not installed");
    }
}
