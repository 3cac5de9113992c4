// SPDX-License-Identifier: Apache-2.0
package io.photon.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One module of the house: its classes and sources, and the rules that hold in each. */
public final class House {

    private static final int MAX_LINES = 500;
    private static final int MAX_BRANCHES = 20;
    private static final String OURS = "io.photon.";
    private static final String MAIN = "src/main/java";
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?(io\\.photon(?:\\.[a-z]\\w*)*)\\.");

    /** Words on door plates that mean several rooms, or one by what it does. */
    private static final Map<String, String> ALSO = Map.of(
            "wiring", "daemon",
            "Muon door", "door.muon",
            "Muon client", "client.muon",
            "doors", "door.http.. door.muon door.feed",
            "languages", "projection.javascript projection.clojure projection.jq",
            "backends", "store.file store.h2 store.memory store.redis store.cassandra store.mongo store.riak");

    private static final Path PROJECT = Path.of(System.getProperty("photon.root", ".."));
    private static final List<Path> MODULES = modulesOf(PROJECT);
    private static final Map<String, String> PLATES = new ConcurrentHashMap<>();
    /** By module: to read the classes of one takes a second, and each rule is a test with an instance of its own. */
    private static final Map<String, House> KNOWN = new ConcurrentHashMap<>();

    private final Path root;
    private final Path sources;
    private final JavaClasses classes;

    private House(Path root, JavaClasses classes) {
        this.root = root;
        this.sources = root.resolve("src");
        this.classes = classes;
    }

    /** @param module its folder from the root of the project, e.g. {@code photon-stores/redis} */
    public static House module(String module) {
        return KNOWN.computeIfAbsent(module, House::read);
    }

    private static House read(String module) {
        Path root = PROJECT.resolve(module);
        JavaClasses classes = new ClassFileImporter().importPath(root.resolve("target/classes"));
        assertTrue(classes.size() > 0, "no classes in " + root + ": nothing would be checked");
        return new House(root, classes);
    }

    /** The folders of all modules that have code of their own, from the root of the project. */
    static List<Path> modules() {
        return MODULES;
    }

    private static List<Path> modulesOf(Path project) {
        try (Stream<Path> poms = Files.find(project, 3, (file, facts) -> file.endsWith("pom.xml"))) {
            return poms.map(pom -> project.relativize(pom).getParent())
                    .filter(Objects::nonNull)
                    .filter(module -> Files.isDirectory(project.resolve(module).resolve(MAIN)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a module has a test that holds it to these rules. */
    static boolean isHeldToTheRules(Path module) {
        return sources(PROJECT.resolve(module).resolve("src/test/java"))
                .anyMatch(file ->
                        file.toString().endsWith("Test.java") && read(file).contains(" extends HouseRules {"));
    }

    public JavaClasses classes() {
        return classes;
    }

    /** Rooms form an order: none reaches back into one that reaches it. */
    public void hasNoCycles() {
        slices().matching("io.photon.(**)")
                .should()
                .beFreeOfCycles()
                .because("a knot of packages is one big package")
                .check(classes);
    }

    /** Nothing outside some packages may know a library. */
    public void knowsOnlyIn(List<String> rooms, String... library) {
        noClasses()
                .that()
                .resideOutsideOfPackages(rooms.toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library)
                .allowEmptyShould(true)
                .because("only " + rooms + " may, so that it can be replaced there")
                .check(classes);
    }

    /**
     * Whoever catches any exception catches errors, too.
     *
     * @param others methods, as {@code Class.method}, that do not, and why
     */
    public void catchesErrorsToo(Map<String, String> others) {
        Set<String> found = Boundaries.breaches(classes);
        assertEquals(
                new TreeSet<>(others.keySet()),
                found,
                "catch RuntimeException | VirtualMachineError | LinkageError, or say here why errors are for the caller");
    }

    /** A room that touches nothing. */
    public void isPure(String room) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "java.net..",
                        "java.sql..",
                        "java.util.concurrent..",
                        "com.fasterxml..")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .allowEmptyShould(true)
                .because("a test must be able to replay any minute of its life")
                .check(classes);
    }

    /** Seams speak Reactive Streams; which library makes them is nobody's business. */
    public void showsNoRxJava() {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            if (!isVisible(type)) {
                continue;
            }
            for (JavaCodeUnit unit : type.getCodeUnits()) {
                boolean shown = unit.getModifiers().contains(JavaModifier.PUBLIC)
                        && (isRx(unit.getRawReturnType())
                                || unit.getRawParameterTypes().stream().anyMatch(House::isRx));
                if (shown) {
                    found.add(unit.getFullName());
                }
            }
            for (JavaField field : type.getFields()) {
                if (field.getModifiers().contains(JavaModifier.PUBLIC) && isRx(field.getRawType())) {
                    found.add(field.getFullName());
                }
            }
        }
        assertEquals(List.of(), found, "RxJava in a public signature");
    }

    private static boolean isVisible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC);
    }

    private static boolean isRx(JavaClass type) {
        return type.getPackageName().startsWith("io.reactivex");
    }

    /** Each package says what it is for, who may enter, and what is never there. */
    public void hasADoorPlateOnEachRoom() {
        List<String> bare = new ArrayList<>();
        for (Path folder : files("main").map(Path::getParent).distinct().toList()) {
            Path plate = folder.resolve("package-info.java");
            String text = Files.exists(plate) ? read(plate) : "";
            if (!text.contains("May import") || !text.contains("Never here")) {
                bare.add(plate.toString());
            }
        }
        assertEquals(List.of(), bare, "a package-info.java with the words 'May import' and 'Never here' is missing");
    }

    /** A null where none is expected is an error of the compiler, in every room. */
    public void hasItsNullsChecked() {
        List<String> unchecked = new ArrayList<>();
        for (Path folder : files("main").map(Path::getParent).distinct().toList()) {
            Path plate = folder.resolve("package-info.java");
            if (!Files.exists(plate) || !read(plate).contains("\n@NullMarked\npackage ")) {
                unchecked.add(plate.toString());
            }
        }
        assertEquals(List.of(), unchecked, "a package-info.java with @NullMarked before its package is missing");
        assertFalse(
                read(root.resolve("pom.xml")).contains("<compilerArgs"),
                "the arguments of the compiler, which check nulls, stand in the pom.xml of the root alone");
    }

    /** A plate names each room of ours that its room knows and no other, and each that knows it. */
    public void hasDoorPlatesThatTellTheTruth() {
        Map<String, Set<String>> known = imports();
        Set<String> lies = new TreeSet<>();
        for (JavaClass type : classes) {
            String room = type.getPackageName();
            Set<String> others = known.computeIfAbsent(room, none -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String other = dependency.getTargetClass().getPackageName();
                if (other.startsWith(OURS) && !other.equals(room)) {
                    others.add(other);
                    if (!names(plate(room), "May import:", other)) {
                        lies.add(room + " says not that it may import " + other);
                    }
                    if (!names(plate(other), "Imported by:", room)) {
                        lies.add(other + " says not that it is imported by " + room);
                    }
                }
            }
        }
        known.forEach((room, others) -> unused(room, others)
                .forEach(unused -> lies.add(room + " says that it may import " + unused + ", and does not")));
        assertEquals(Set.of(), lies);
    }

    /** By room: the others of ours that its sources import. Constants of theirs are no dependencies of its classes. */
    private Map<String, Set<String>> imports() {
        Map<String, Set<String>> imports = new TreeMap<>();
        files("main").forEach(file -> {
            String text = read(file);
            String room = first(PACKAGE, text);
            Set<String> others = imports.computeIfAbsent(room, none -> new TreeSet<>());
            IMPORT.matcher(text).results().forEach(each -> others.add(each.group(1)));
        });
        return imports;
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** What the plate of a room says that it may import, as it says it, though it does not. */
    private static List<String> unused(String room, Set<String> others) {
        String plate = plate(room);
        int from = plate.indexOf("May import:");
        int end = plate.indexOf("Imported by:", from);
        return Pattern.compile("\\{@code ([a-z.]+)}")
                .matcher(from < 0 || end < 0 ? "" : plate.substring(from, end))
                .results()
                .map(each -> each.group(1))
                .filter(named -> named.endsWith("..")
                        ? others.stream()
                                .noneMatch(other ->
                                        (other + ".").startsWith(OURS + named.substring(0, named.length() - 1)))
                        : !plate(OURS + named).isEmpty() && !others.contains(OURS + named))
                .toList();
    }

    /** Whether the clause of a plate that begins with some words names a room, or a room above it as {@code above..}. */
    private static boolean names(String plate, String beginning, String room) {
        int from = plate.indexOf(beginning);
        if (from < 0) {
            return false;
        }
        int end = beginning.startsWith("May") ? plate.indexOf("Imported by:", from) : plate.indexOf("<p>", from);
        String clause = plate.substring(from + beginning.length(), end < 0 ? plate.length() : end);
        StringBuilder named = new StringBuilder(clause);
        ALSO.forEach((word, rooms) -> named.append(clause.contains(word) ? " " + rooms : ""));
        String wanted = room.substring(OURS.length());
        return clause.contains("every room")
                || Pattern.compile("(?<![\\w.])" + Pattern.quote(wanted) + "(?!\\w|\\.\\w)")
                        .matcher(named)
                        .find()
                || Pattern.compile("(?<![\\w.])([a-z.]+[a-z])\\.\\.")
                        .matcher(named)
                        .results()
                        .anyMatch(above -> (wanted + ".").startsWith(above.group(1) + "."));
    }

    /** The text of a room's plate, in one line. Where a tool uses what tests share, it stands among the tests. */
    private static String plate(String room) {
        return PLATES.computeIfAbsent(room, House::readPlate);
    }

    private static String readPlate(String room) {
        String plate = room.replace('.', '/') + "/package-info.java";
        return MODULES.stream()
                .flatMap(module -> Stream.of(MAIN, "src/test/java")
                        .map(tree -> PROJECT.resolve(module).resolve(tree).resolve(plate)))
                .filter(Files::exists)
                .map(file -> read(file).replaceAll("\\s*\n \\*\\s*", " "))
                .findFirst()
                .orElse("");
    }

    /** No file is longer than a person reads at once. */
    public void hasShortFilesOnly() {
        List<String> longOnes = Stream.concat(files("main"), files("test"))
                .filter(file -> read(file).lines().count() > MAX_LINES)
                .map(Path::toString)
                .toList();
        assertEquals(List.of(), longOnes, "longer than " + MAX_LINES + " lines");
    }

    /** A refusal tells what to do next. */
    public void refusesWithHints() {
        assertEquals(List.of(), Hints.missing(files("main").toList()), "refusals without a hint");
    }

    /** No method takes more turns than a person can hold in mind. */
    public void hasSimpleMethodsOnly() {
        List<Path> files = Stream.concat(files("main"), files("test")).toList();
        List<String> branching = Branches.of(files).stream()
                .filter(method -> method.branches() > MAX_BRANCHES)
                .map(method -> method.name() + ": " + method.branches())
                .toList();
        assertEquals(List.of(), branching, "more than " + MAX_BRANCHES + " branches: cut it, or make a table");
    }

    /** Sleeping is not synchronisation. */
    public void sleepsNowhere() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .because("a wait needs something to wait for: a latch, a condition, a queue")
                .check(classes);
    }

    /** Time passes in tests where it is what is tried, by {@code Pause}; what is to happen is waited for, by {@code Eventually}. */
    public void pausesInTestsForAReason() {
        assertEquals(
                Set.of(),
                Pauses.breaches(tests(), Pauses.ALLOWED),
                "a test sleeps: use Eventually, or Pause and say why");
        List<Path> waiting =
                files("test").filter(file -> Pauses.waitsForNothing(read(file))).toList();
        assertEquals(
                List.of(), waiting, "nothing can end this wait but its time: use Eventually, or Pause and say why");
    }

    private JavaClasses tests() {
        return new ClassFileImporter().importPath(root.resolve("target/test-classes"));
    }

    /** The same bytes on every machine, whatever language it speaks. */
    public void isNeutral() {
        assertEquals(Set.of(), Neutral.breaches(classes), "name a Locale, a Charset or a zone");
        assertEquals(Set.of(), Neutral.breaches(tests()), "also in tests");
    }

    private Stream<Path> files(String tree) {
        return sources(sources.resolve(tree).resolve("java"));
    }

    private static Stream<Path> sources(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
