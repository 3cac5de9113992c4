// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a daemon holds when nothing is asked of it.
 *
 * @param liveBytes of objects that are reachable
 * @param residentBytes memory that the system has given it
 * @param outsideBytes the part of that outside Java's heap: code, classes, stacks, buffers
 * @param directBytes buffers of Java's outside its heap
 * @param classBytes what Java knows about classes
 * @param files open descriptors, without those of the log's segments, of which there may be fifty
 * @param segments descriptors of the log's segments
 * @param bytesByClass the live bytes by the class of the objects
 */
record Held(
        long liveBytes,
        long residentBytes,
        long outsideBytes,
        long directBytes,
        long classBytes,
        int files,
        int segments,
        int threads,
        Map<String, Long> bytesByClass) {

    /**
     * The collector leaves small gaps where they are, filled with what the histogram takes for arrays of numbers, and closes
     * all of them each fourth time only.
     */
    private static final List<String> LOOK =
            List.of("GC.run", "GC.run", "GC.run", "GC.run", "GC.class_histogram", "GC.heap_info");

    private static final Pattern OF_CLASS = Pattern.compile("(?m)^\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S+)");
    private static final Pattern ALL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern HEAP = Pattern.compile("\\[0x(\\p{XDigit}+), 0x\\p{XDigit}+, 0x(\\p{XDigit}+)\\)");
    private static final Pattern MAPPING = Pattern.compile("^(\\p{XDigit}+)-(\\p{XDigit}+) .*");
    private static final Pattern KIB = Pattern.compile("(?m)^(?:Vm)?R[sS][sS]:\\s+(\\d+) kB");
    private static final Pattern SEGMENT = Pattern.compile("/\\d+\\.log$");
    private static final Pattern OWN = Pattern.compile("io\\.photon\\.|io\\.undertow\\.|org\\.xnio\\.");
    private static final int MOST_NAMED = 12;

    /** Collects garbage first. */
    static Held by(DaemonProcess daemon) throws Exception {
        String seen = Jcmd.run(daemon, String.join("\n", LOOK));
        Map<String, Long> byClass = new HashMap<>();
        for (Matcher line = OF_CLASS.matcher(seen); line.find(); ) {
            byClass.merge(line.group(2), Long.parseLong(line.group(1)), Long::sum);
        }
        Path process = Path.of("/proc/" + daemon.pid());
        long resident = number(KIB, Files.readString(process.resolve("status"))) * 1024;
        long heap = heapResident(seen, Files.readAllLines(process.resolve("smaps")));
        JsonNode stats = daemon.http().json("/api/stats");
        String metrics = daemon.http().get("/metrics").body();
        List<String> open = opened(process.resolve("fd"));
        int segments =
                (int) open.stream().filter(file -> SEGMENT.matcher(file).find()).count();
        return new Held(
                number(ALL, seen),
                resident,
                resident - heap,
                metric(metrics, "jvm_buffer_pool_used_bytes{pool=\"direct\"}"),
                metric(metrics, "jvm_memory_pool_used_bytes{pool=\"Metaspace\"}"),
                open.size() - segments,
                segments,
                stats.get("threads").intValue(),
                byClass);
    }

    /** What the kernel has really given to the addresses of the heap, which Java has reserved as a whole. */
    private static long heapResident(String info, List<String> mappings) {
        long from = Long.MAX_VALUE;
        long to = 0;
        for (Matcher space = HEAP.matcher(info); space.find(); ) {
            from = Math.min(from, Long.parseUnsignedLong(space.group(1), 16));
            to = Math.max(to, Long.parseUnsignedLong(space.group(2), 16));
        }
        assertTrue(to > from, "no addresses in " + info);
        long kib = 0;
        boolean isHeap = false;
        for (String line : mappings) {
            Matcher mapping = MAPPING.matcher(line);
            Matcher size = KIB.matcher(line);
            if (mapping.matches()) {
                long start = Long.parseUnsignedLong(mapping.group(1), 16);
                isHeap = Long.compareUnsigned(start, from) >= 0 && Long.compareUnsigned(start, to) < 0;
            } else if (isHeap && size.find()) {
                kib += Long.parseLong(size.group(1));
            }
        }
        return kib * 1024;
    }

    private static long number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertTrue(found.find(), () -> "no " + pattern + " in " + text);
        return Long.parseLong(found.group(1));
    }

    private static long metric(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow();
    }

    /** What its descriptors are of. */
    private static List<String> opened(Path folder) throws IOException {
        List<String> opened = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                opened.add(Files.readSymbolicLink(entry).toString());
            }
        }
        return opened;
    }

    /** Of objects of Photon's own classes and of its web server's: at rest there are as many as there were. */
    long ownBytes() {
        return bytesByClass.entrySet().stream()
                .filter(each -> OWN.matcher(each.getKey()).lookingAt())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** The classes whose objects have grown most since an earlier moment, for the message of a failure. */
    String grownSince(Held earlier) {
        Set<String> names = new TreeSet<>(bytesByClass.keySet());
        names.addAll(earlier.bytesByClass.keySet());
        Map<String, Long> grown = new HashMap<>();
        names.forEach(name ->
                grown.put(name, bytesByClass.getOrDefault(name, 0L) - earlier.bytesByClass.getOrDefault(name, 0L)));
        return grown.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_NAMED)
                .map(each -> String.format(Locale.ROOT, "%,14d bytes more of %s", each.getValue(), each.getKey()))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "heap %.2f MiB, resident %.1f MiB, of that outside the heap %.1f (buffers %.2f, classes %.2f),"
                        + " descriptors %d + %d of segments, threads %d",
                mib(liveBytes),
                mib(residentBytes),
                mib(outsideBytes),
                mib(directBytes),
                mib(classBytes),
                files,
                segments,
                threads);
    }

    private static double mib(long bytes) {
        return bytes / (double) (1 << 20);
    }
}
