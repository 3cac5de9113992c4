// SPDX-License-Identifier: Apache-2.0
package io.photon.rules;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What depends on the machine's language, encoding or time zone, and so gives other bytes on another machine. Once the
 * segments of a log were named in Persian digits, and no later start found them.
 */
final class Neutral {

    private static final String LOCALE = "java.util.Locale";
    private static final String BYTES = "[B";
    private static final String STRING = "java.lang.String";

    private static final Set<String> ENCODERS = Set.of(
            "java.io.InputStreamReader",
            "java.io.OutputStreamWriter",
            "java.io.FileReader",
            "java.io.FileWriter",
            "java.io.PrintStream",
            "java.io.PrintWriter",
            "java.util.Scanner");

    private static final Set<String> NAMES_A_CODING = Set.of(
            "java.nio.charset.Charset",
            "java.nio.charset.CharsetEncoder",
            "java.nio.charset.CharsetDecoder",
            "java.io.Writer",
            "java.lang.Readable");

    /** Always of the machine, whatever is given to them. */
    private static final Set<String> ALWAYS = Set.of(
            "java.lang.String.formatted",
            "java.util.Locale.getDefault",
            "java.time.ZoneId.systemDefault",
            "java.util.TimeZone.getDefault",
            "java.nio.charset.Charset.defaultCharset",
            "java.time.Clock.systemDefaultZone",
            "java.text.MessageFormat.format",
            "java.time.format.DateTimeFormatter.ofLocalizedDate",
            "java.time.format.DateTimeFormatter.ofLocalizedTime",
            "java.time.format.DateTimeFormatter.ofLocalizedDateTime",
            "java.lang.Character.isDigit",
            "java.lang.Character.digit",
            "java.lang.Character.getNumericValue");

    /** Of the machine unless they are given something. */
    private static final Set<String> BARE = Set.of(
            "java.lang.String.toUpperCase",
            "java.lang.String.toLowerCase",
            "java.lang.String.getBytes",
            "java.io.ByteArrayOutputStream.toString",
            "java.time.LocalDate.now",
            "java.time.LocalTime.now",
            "java.time.LocalDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.Year.now");

    /** Of the machine unless one of the arguments is a locale. */
    private static final Set<String> SPOKEN = Set.of(
            "java.lang.String.format",
            "java.io.PrintStream.printf",
            "java.io.PrintStream.format",
            "java.io.PrintWriter.printf",
            "java.io.PrintWriter.format",
            "java.io.Console.printf",
            "java.io.Console.format",
            "java.util.Formatter.<init>",
            "java.text.SimpleDateFormat.<init>",
            "java.text.MessageFormat.<init>",
            "java.text.DecimalFormatSymbols.<init>",
            "java.time.format.DateTimeFormatter.ofPattern",
            "java.time.format.DateTimeFormatterBuilder.toFormatter",
            "java.util.ResourceBundle.getBundle");

    /** Their {@code get…Instance} and {@code getInstance} want a locale. */
    private static final Set<String> FACTORIES = Set.of(
            "java.text.NumberFormat",
            "java.text.DecimalFormatSymbols",
            "java.text.DateFormat",
            "java.text.Collator",
            "java.text.BreakIterator",
            "java.util.Calendar");

    private Neutral() {}

    /** Each use of something that depends on the machine: where, and what. */
    static Set<String> breaches(JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : classes) {
            Stream.of(
                            type.getMethodCallsFromSelf(),
                            type.getConstructorCallsFromSelf(),
                            type.getMethodReferencesFromSelf(),
                            type.getConstructorReferencesFromSelf())
                    .flatMap(Set::stream)
                    .filter(Neutral::dependsOnTheMachine)
                    .filter(use -> !isAboutTimesThatAPersonTypes(use))
                    .forEach(use -> found.add(use.getDescription()));
        }
        return found;
    }

    /** A time without an offset on a command line is of the clock on the wall, and a remark says what came of it. */
    private static boolean isAboutTimesThatAPersonTypes(JavaCodeUnitAccess<?> use) {
        return use.getOriginOwner().getName().equals("io.photon.cli.input.LocalTimes")
                && use.getTarget().getName().equals("systemDefault");
    }

    private static boolean dependsOnTheMachine(JavaCodeUnitAccess<?> use) {
        CodeUnitAccessTarget target = use.getTarget();
        List<String> given =
                target.getRawParameterTypes().stream().map(JavaClass::getName).toList();
        return dependsOnTheMachine(use.getTargetOwner().getName(), target.getName(), given);
    }

    static boolean dependsOnTheMachine(String owner, String method, List<String> given) {
        String name = owner + "." + method;
        if (ALWAYS.contains(name) || (BARE.contains(name) && given.isEmpty())) {
            return true;
        }
        if (SPOKEN.contains(name) || (FACTORIES.contains(owner) && method.matches("get\\w*Instance"))) {
            return !given.contains(LOCALE);
        }
        if (method.equals("<init>") && ENCODERS.contains(owner)) {
            boolean named = given.size() > 1 && given.get(given.size() - 1).equals(STRING);
            boolean textOnly = owner.equals("java.util.Scanner") && given.equals(List.of(STRING));
            return !named && !textOnly && given.stream().noneMatch(NAMES_A_CODING::contains);
        }
        if (owner.equals(STRING) && method.equals("<init>") && given.contains(BYTES)) {
            return !given.contains(STRING) && given.stream().noneMatch(NAMES_A_CODING::contains);
        }
        if (owner.equals("java.net.URLEncoder") || owner.equals("java.net.URLDecoder")) {
            return given.size() == 1;
        }
        return owner.equals("java.text.DecimalFormat") && method.equals("<init>") && given.size() < 2;
    }
}
