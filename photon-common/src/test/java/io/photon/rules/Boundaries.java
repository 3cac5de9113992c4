// SPDX-License-Identifier: Apache-2.0
package io.photon.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.TryCatchBlock;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where any exception of a task is caught, for a thread, a timer or a caller has to go on: errors have to be caught there,
 * too. Once a message over Muon was never acknowledged after memory had run out for a moment, and its socket was dead.
 */
final class Boundaries {

    private static final Set<String> ANY =
            Set.of("java.lang.RuntimeException", "java.lang.Exception", "java.lang.Throwable");

    private static final Set<String> ERRORS =
            Set.of("java.lang.Throwable", "java.lang.Error", "java.lang.VirtualMachineError");

    private Boundaries() {}

    /** The methods, as {@code Class.method}, that catch any exception somewhere and let errors through. */
    static Set<String> breaches(JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : classes) {
            for (JavaCodeUnit unit : type.getCodeUnits()) {
                if (unit.getTryCatchBlocks().stream().anyMatch(Boundaries::letsErrorsThrough)) {
                    found.add(type.getName() + "." + unit.getName().replaceAll("^lambda\\$(\\w+)\\$\\d+$", "$1"));
                }
            }
        }
        return found;
    }

    private static boolean letsErrorsThrough(TryCatchBlock block) {
        Set<String> caught =
                block.getCaughtThrowables().stream().map(JavaClass::getName).collect(Collectors.toSet());
        return caught.stream().anyMatch(ANY::contains) && caught.stream().noneMatch(ERRORS::contains);
    }
}
