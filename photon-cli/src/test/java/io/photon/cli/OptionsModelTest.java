// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** The compiler takes fields that picocli fills as initialised; so what a user may leave out has to say that it may be null. */
class OptionsModelTest {

    private static final CommandLine PHOTON = PhotonCommand.all(CommandLine.defaultFactory());

    @Test
    void whatAUserMayLeaveOutIsNullableAndNothingElseIs() {
        Set<String> unsaid = new TreeSet<>();
        Set<String> needless = new TreeSet<>();
        Set<Field> fields = new HashSet<>();
        List<CommandLine> all = new ArrayList<>(List.of(PHOTON));
        for (int i = 0; i < all.size(); i++) {
            all.addAll(all.get(i).getSubcommands().values());
            for (ArgSpec argument : all.get(i).getCommandSpec().args()) {
                if (argument.userObject() instanceof Field field
                        && !field.getType().isPrimitive()) {
                    fields.add(field);
                    boolean nullable = field.getAnnotatedType().isAnnotationPresent(Nullable.class);
                    String name = field.getDeclaringClass().getName() + "#" + field.getName();
                    if (mayStayNull(argument) && !nullable) {
                        unsaid.add(name);
                    } else if (!mayStayNull(argument) && nullable) {
                        needless.add(name);
                    }
                }
            }
        }
        assertTrue(fields.size() > 80, "only " + fields.size() + " fields were found");
        assertEquals(Set.of(), unsaid, "write @Nullable there, or give it a default");
        assertEquals(Set.of(), needless, "picocli always fills these: no @Nullable there");
    }

    private static boolean mayStayNull(ArgSpec argument) {
        return !argument.required() && argument.defaultValue() == null && argument.initialValue() == null;
    }
}
