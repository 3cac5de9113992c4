// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.top.reading.EventRow;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Tone;
import java.util.List;

/** The views of the bottom line, by number, and the pages that can be opened by name. One thread. */
public final class Views {

    static final List<String> NAMES =
            List.of("Overview", "Streams", "Projections", "Subscribers", "Tail", "Storage", "Muon", "Log");

    private final TailPage tail = new TailPage();
    private final StreamsPage streams = new StreamsPage();
    private final List<TopPage> pages = List.of(
            new OverviewPage(),
            streams,
            new ProjectionsPage(),
            new SubscribersPage(),
            tail,
            new FactsPage(
                    "storage",
                    ".store",
                    "this daemon tells nothing of its store",
                    List.of(
                            new FactsPage.Group("STORE", "store."),
                            new FactsPage.Group("ERASURE OF DELETED STREAMS", "erasure."),
                            new FactsPage.Group("DISK", "disk-"),
                            new FactsPage.Group("HEAP", "heap-"),
                            new FactsPage.Group("FILE DESCRIPTORS", "descriptors-"))),
            new FactsPage(
                    "muon",
                    ".muon",
                    "Muon is off; start the daemon with -muon.url amqp://HOST or embedded",
                    List.of(
                            new FactsPage.Group("BROKER AND SOCKETS", "muon."),
                            new FactsPage.Group("SERVICES ON THE BROKER (INSTANCES)", "muon.services.", true))),
            new LogPage());

    public TopPage page(int index) {
        return pages.get(index);
    }

    public int indexOf(TopPage page) {
        return pages.indexOf(page);
    }

    public int count() {
        return pages.size();
    }

    /** The place of the view of a name, in whatever case. */
    public static int numbered(String name) {
        int place = 0;
        while (!NAMES.get(place).equalsIgnoreCase(name)) {
            place++;
        }
        return place;
    }

    /** Paints the names with their numbers. @param shown which one is looked at */
    public static void paint(Frame frame, int y, int shown) {
        int x = 1;
        for (int i = 0; i < NAMES.size(); i++) {
            x = frame.put(x, y, (i + 1) + " ", Tone.DIM);
            x = frame.put(x, y, NAMES.get(i), i == shown ? Tone.ACCENT : Tone.PLAIN) + 1;
        }
    }

    /** Only streams that begin so, or that a glob such as {@code order*} fits, are listed from now on. */
    public void listStreams(String pattern) {
        streams.named(pattern);
    }

    /** Only streams that begin so are to be read; empty for all. */
    public String prefix() {
        return streams.prefix();
    }

    /** Whether a page shows new events as they come. */
    public boolean isTail(TopPage page) {
        return page == tail;
    }

    /** New events, and how many were left out. */
    public void arrived(List<EventRow> events, long leftOut) {
        tail.arrived(events, leftOut);
    }

    /** The events of a stream. @param upTo where to begin, 0 for the newest */
    public static TopPage events(String stream, long upTo) {
        return new EventsPage(stream, upTo);
    }

    public static TopPage projection(String name) {
        return new ProjectionPage(name);
    }

    /** The keys of a page. */
    public static TopPage help(TopPage about, boolean readOnly) {
        return new HelpPage(about, readOnly);
    }

    public static boolean isHelp(TopPage page) {
        return page instanceof HelpPage;
    }
}
