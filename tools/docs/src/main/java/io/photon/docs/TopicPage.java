// SPDX-License-Identifier: Apache-2.0
package io.photon.docs;

import io.photon.cli.command.meta.HelpCommand;
import io.photon.cli.command.meta.HelpLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A topic of {@code photon help} as a man page. What is indented there stays as it is, the rest is filled: it fits any
 * width.
 */
final class TopicPage {

    private final Roff page;
    private final List<String> block = new ArrayList<>();
    private boolean verbatim;

    private TopicPage(Roff page) {
        this.page = page;
    }

    /** The topics, as {@code photon help} completes them. */
    static List<String> names(CommandSpec root) {
        CommandSpec help = CommandModel.child(root, "help");
        return StreamSupport.stream(
                        help.positionalParameters()
                                .get(0)
                                .completionCandidates()
                                .spliterator(),
                        false)
                .toList();
    }

    static String pageName(String topic) {
        return "photon-" + topic;
    }

    static String of(CommandSpec root, String topic, String date) {
        List<String> lines = read(topic).lines().toList();
        Roff page = new Roff(pageName(topic), "7", date);
        page.name(pageName(topic), about(lines.get(0)));
        page.section("DESCRIPTION");
        new TopicPage(page).text(lines.subList(1, lines.size()));
        if (topic.equals("connection")) {
            options(page, "OPTIONS", CommandModel.child(root, "replay"), HelpLayout::isShared);
        }
        if (topic.equals("settings")) {
            options(page, "SETTINGS", CommandModel.child(root, "serve"), HelpLayout::isSetting);
        }
        page.section("SEE ALSO");
        page.line(Roff.page("photon", 1) + ", " + Roff.page("photon-help", 1));
        return page.toString();
    }

    private static void options(Roff page, String section, CommandSpec command, Predicate<OptionSpec> which) {
        page.section(section);
        CommandModel.options(command).stream()
                .filter(which)
                .forEach(option -> page.tagged(ManPage.names(option), ManPage.description(option)));
    }

    /** A title such as {@code OVER AMQP} as it stands in a sentence. */
    private static String about(String title) {
        return title.toLowerCase(Locale.ROOT).replace("amqp", "AMQP");
    }

    private static String read(String topic) {
        try (InputStream text = HelpCommand.class.getResourceAsStream("/help/" + topic + ".txt")) {
            if (text == null) {
                throw new IllegalStateException("there is no text for the topic " + topic);
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void text(List<String> lines) {
        for (String line : lines) {
            boolean indented = line.startsWith(" ");
            if (line.isBlank() || indented != verbatim) {
                flush();
            }
            verbatim = indented;
            if (!line.isBlank()) {
                block.add(line);
            }
        }
        flush();
    }

    private void flush() {
        if (!block.isEmpty() && verbatim) {
            page.verbatim(block);
        } else if (!block.isEmpty()) {
            page.paragraph(String.join(" ", block));
        }
        block.clear();
    }
}
