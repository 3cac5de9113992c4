// SPDX-License-Identifier: Apache-2.0
package io.photon.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.photon.launcher.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever gets a jar gets the licences of what is in it. Two tools made the lists; each is held to the other. */
class LicencesSystemTest {

    private static final String THIRD_PARTY = "META-INF/third-party/";
    /** Groups of libraries that others, Netty, Nimbus and the clients of Cassandra and Riak, have taken into their own jars. */
    private static final List<String> INSIDE_ANOTHER = List.of(
            "org.jctools:",
            "com.github.stephenc.jcip:",
            "com.google.code.gson:",
            "com.google.guava:",
            "com.google.protobuf:",
            "com.google.j2objc:");

    private static final String DRIVERS = "io/lettuce|com/datastax|com/mongodb|com/basho";

    private static final Path TARGET = Script.ROOT.resolve("target");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "photon",
                "photon-broker",
                "photon-store-redis",
                "photon-store-cassandra",
                "photon-store-mongo",
                "photon-store-riak"
            })
    void theJarHasOurLicenceAndTheTextOfEachOtherThatItNames(String name) throws IOException {
        try (JarFile jar = new JarFile(TARGET.resolve(name + ".jar").toFile())) {
            assertEquals(Files.readString(Script.ROOT.resolve("LICENSE")), read(jar, "META-INF/LICENSE"));
            assertEquals(Files.readString(Script.ROOT.resolve("NOTICE")), read(jar, "META-INF/NOTICE"));
            Set<String> licences = new TreeSet<>();
            for (String line : libraries(jar)) {
                Matcher names = Pattern.compile("\\(([^()]+)\\)(?= [(A-Za-z])").matcher(line);
                assertTrue(names.find(), "no licence: " + line);
                do {
                    licences.add(names.group(1));
                } while (names.find());
            }
            assertTrue(licences.contains("Apache-2.0"), licences.toString());
            assertTrue(licences.contains("MIT") || name.equals("photon-store-mongo"), licences.toString());
            for (String licence : licences) {
                assertTrue(
                        read(jar, THIRD_PARTY + "licenses/" + licence + ".txt").length() > 500,
                        "the text of " + licence + " is missing");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "photon",
                "photon-broker",
                "photon-store-redis",
                "photon-store-cassandra",
                "photon-store-mongo",
                "photon-store-riak"
            })
    void theListOfLibrariesAndTheBillOfMaterialsNameWhatIsInTheJar(String name) throws IOException {
        try (JarFile jar = new JarFile(TARGET.resolve(name + ".jar").toFile())) {
            TreeSet<String> listed = new TreeSet<>();
            for (String line : libraries(jar)) {
                Matcher coordinates =
                        Pattern.compile("\\(([^ ()]+:[^ ()]+:[^ ()]+) - ").matcher(line);
                assertTrue(coordinates.find(), line);
                listed.add(coordinates.group(1));
            }
            assertEquals(materials(name), listed);
            List<String> packed = packed(jar);
            // MongoDB's driver is not built by Maven: its jars do not say who they are.
            assertTrue(packed.size() > 3 || name.equals("photon-store-mongo"), packed.toString());
            for (String library : packed) {
                assertTrue(
                        listed.contains(library) || INSIDE_ANOTHER.stream().anyMatch(library::startsWith),
                        library + " is in the jar and in no list");
            }
        }
    }

    /** So its size, and the start of what uses none of them, do not depend on drivers. */
    @Test
    void theProgramHasNoStoreOfAnotherJarAndNoDriver() throws IOException {
        try (JarFile program = new JarFile(TARGET.resolve("photon.jar").toFile())) {
            Set<String> inside = new TreeSet<>(program.stream()
                    .map(JarEntry::getName)
                    .map(LicencesSystemTest::room)
                    .toList());
            assertTrue(inside.contains("io/photon/store/file"), inside.toString());
            for (String store : List.of("redis", "cassandra", "mongo", "riak")) {
                try (JarFile jar = new JarFile(
                        TARGET.resolve("photon-store-" + store + ".jar").toFile())) {
                    Set<String> own = new TreeSet<>();
                    jar.stream()
                            .map(JarEntry::getName)
                            .map(LicencesSystemTest::room)
                            .filter(room -> room.matches("(io/photon/store/" + store + "|" + DRIVERS + ")(/.*)?"))
                            .forEach(own::add);
                    assertTrue(own.contains("io/photon/store/" + store), own.toString());
                    assertTrue(own.size() > 1, "no driver is known in " + jar.getName());
                    own.retainAll(inside);
                    assertEquals(Set.of(), own, "in " + program.getName() + ", too");
                }
            }
        }
    }

    /** The folder of an entry. */
    private static String room(String entry) {
        return entry.substring(0, Math.max(0, entry.lastIndexOf('/')));
    }

    private static TreeSet<String> materials(String name) throws IOException {
        TreeSet<String> found = new TreeSet<>();
        for (JsonNode part : new ObjectMapper()
                .readTree(TARGET.resolve(name + ".cdx.json").toFile())
                .get("components")) {
            if (!part.get("group").asText().equals("io.photon")) {
                found.add(part.get("group").asText() + ":" + part.get("name").asText() + ":"
                        + part.get("version").asText());
            }
        }
        return found;
    }

    /** Those that say by a file of Maven's who they are. */
    private static List<String> packed(JarFile jar) throws IOException {
        List<String> found = new ArrayList<>();
        for (JarEntry entry : jar.stream().toList()) {
            if (entry.getName().matches("META-INF/maven/.*/pom\\.properties")) {
                Properties properties = new Properties();
                properties.load(new StringReader(read(jar, entry.getName())));
                if (!properties.getProperty("groupId").equals("io.photon")) {
                    found.add(properties.getProperty("groupId") + ":" + properties.getProperty("artifactId") + ":"
                            + properties.getProperty("version"));
                }
            }
        }
        return found;
    }

    private static List<String> libraries(JarFile jar) throws IOException {
        return read(jar, THIRD_PARTY + "LIBRARIES")
                .lines()
                .filter(line -> line.startsWith("     ("))
                .toList();
    }

    private static String read(JarFile jar, String name) throws IOException {
        JarEntry entry = jar.getJarEntry(name);
        assertTrue(entry != null, name + " is not in " + jar.getName());
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
