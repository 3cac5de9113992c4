// SPDX-License-Identifier: Apache-2.0
package io.photon.rules;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule about language and encoding sees what it is there for. */
class NeutralTest {

    @ParameterizedTest
    @CsvSource({
        "java.lang.String, format, java.lang.String [Ljava.lang.Object;",
        "java.lang.String, formatted, [Ljava.lang.Object;",
        "java.lang.String, toLowerCase, ''",
        "java.lang.String, getBytes, ''",
        "java.lang.String, <init>, [B int int",
        "java.io.PrintStream, <init>, java.io.OutputStream boolean",
        "java.io.PrintStream, printf, java.lang.String [Ljava.lang.Object;",
        "java.io.InputStreamReader, <init>, java.io.InputStream",
        "java.io.FileWriter, <init>, java.lang.String",
        "java.util.Scanner, <init>, java.io.InputStream",
        "java.io.ByteArrayOutputStream, toString, ''",
        "java.time.format.DateTimeFormatter, ofPattern, java.lang.String",
        "java.text.SimpleDateFormat, <init>, java.lang.String",
        "java.text.DecimalFormat, <init>, java.lang.String",
        "java.text.NumberFormat, getInstance, ''",
        "java.text.Collator, getInstance, ''",
        "java.time.LocalDate, now, ''",
        "java.time.ZoneId, systemDefault, ''",
        "java.net.URLEncoder, encode, java.lang.String",
        "java.lang.Character, isDigit, char"
    })
    void whatGivesOtherBytesOnAnotherMachineIsABreach(String owner, String method, String given) {
        assertTrue(Neutral.dependsOnTheMachine(owner, method, list(given)));
    }

    @ParameterizedTest
    @CsvSource({
        "java.lang.String, format, java.util.Locale java.lang.String [Ljava.lang.Object;",
        "java.lang.String, toLowerCase, java.util.Locale",
        "java.lang.String, getBytes, java.nio.charset.Charset",
        "java.lang.String, <init>, [B int int java.nio.charset.Charset",
        "java.lang.String, <init>, [C",
        "java.io.PrintStream, <init>, java.io.OutputStream boolean java.nio.charset.Charset",
        "java.io.PrintWriter, <init>, java.io.Writer",
        "java.util.Scanner, <init>, java.lang.String",
        "java.time.format.DateTimeFormatter, ofPattern, java.lang.String java.util.Locale",
        "java.time.LocalDate, now, java.time.Clock",
        "java.lang.Object, toString, ''"
    })
    void whatNamesItsLanguageAndEncodingIsNone(String owner, String method, String given) {
        assertFalse(Neutral.dependsOnTheMachine(owner, method, list(given)));
    }

    @Test
    void aBreachIsFoundInTheBytecode() {
        JavaClasses jdk = new ClassFileImporter().importClasses(SimpleFormatter.class);
        assertTrue(
                Neutral.breaches(jdk).toString().contains("java.lang.String.format"),
                "it writes dates as the machine does");
    }

    private static List<String> list(String given) {
        return given.isEmpty() ? List.of() : List.of(given.split(" "));
    }
}
