// SPDX-License-Identifier: Apache-2.0
package io.photon.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** All pages and scripts; {@code bin/generate-docs} runs this. */
final class GeneratedDocs {

    /** A page that has one generated part. */
    private static final String CALLS = "docs/http.md";

    private GeneratedDocs() {}

    /** Rewrites {@code man}, {@code completions} and the list of calls of a checkout. @param args its folder */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        Map<String, String> files = in(root);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(root.resolve(file.getKey()), file.getValue());
        }
        for (String name : committed(root)) {
            if (!files.containsKey(name)) { // of a command that is no more
                Files.delete(root.resolve(name));
            }
        }
    }

    /** What there should be: text by the file's name in the checkout. */
    static Map<String, String> in(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        String date = date(root);
        CommandSpec photon = CommandModel.root().getCommandSpec();
        for (CommandSpec command : CommandModel.all(photon)) {
            files.put("man/" + ManPage.fileName(command), ManPage.of(command, date));
        }
        for (String topic : TopicPage.names(photon)) {
            files.put("man/" + TopicPage.pageName(topic) + ".7", TopicPage.of(photon, topic, date));
        }
        files.put("completions/photon.bash", AutoComplete.bash("photon", CommandModel.root()) + BashStreams.of(photon));
        files.put("completions/photon.zsh", ZshCompletion.of(photon));
        files.put("completions/photon.fish", FishCompletion.of(photon));
        files.put(CALLS, CallTable.in(Files.readString(root.resolve(CALLS))));
        return files;
    }

    /** What there is. */
    static List<String> committed(Path root) throws IOException {
        TreeSet<String> names = new TreeSet<>(List.of(CALLS));
        for (String directory : List.of("man", "completions")) {
            try (Stream<Path> files = Files.list(root.resolve(directory))) {
                files.forEach(file -> names.add(directory + "/" + file.getFileName()));
            }
        }
        return List.copyOf(names);
    }

    /** The day that the build gives everything it makes, so that the same sources give the same pages. */
    private static String date(Path root) throws IOException {
        Matcher time = Pattern.compile("<project.build.outputTimestamp>(\\d{4}-\\d\\d-\\d\\d)T")
                .matcher(Files.readString(root.resolve("pom.xml")));
        if (!time.find()) {
            throw new IOException("pom.xml has no project.build.outputTimestamp");
        }
        return time.group(1);
    }
}
