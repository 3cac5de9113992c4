// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Methods of an engine that are replaced by our own while its classes load, for what an engine does otherwise than a fold
 * needs it and has no setting for. A method is written as in class files: {@code a/b/Type.name(I)V}. A static method takes
 * the place of one of an object, which it gets as its first argument; a constructor takes the place of a constructor. Where
 * one class only shall call another method, its name stands before it: {@code a/b/Caller:a/b/Type.name(I)V}. Pure.
 */
public final class Redirects {

    /** None. */
    public static final Redirects NONE = new Redirects("", Map.of());

    private static final String INIT = "<init>";

    private final String callers;
    private final Map<String, Target> targets = new HashMap<>();
    /** Classes that are made by constructors of others. */
    private final Map<String, String> made = new HashMap<>();

    private record Target(String owner, String name, String descriptor) {}

    /**
     * @param callers how the names of the classes begin whose calls are redirected
     * @param methods what is called instead; what takes the place of a method may leave out its descriptor
     */
    public Redirects(String callers, Map<String, String> methods) {
        this.callers = callers.replace('.', '/');
        methods.forEach((from, to) -> {
            Target called = target(from.substring(from.indexOf(':') + 1));
            Target instead = target(to);
            if (called.name().equals(INIT)) {
                made.put(called.owner(), instead.owner());
            } else if (instead.descriptor().isEmpty()) {
                String descriptor =
                        "(L" + called.owner() + ";" + called.descriptor().substring(1);
                instead = new Target(instead.owner(), instead.name(), descriptor);
            }
            targets.put(from, instead);
        });
    }

    private static Target target(String method) {
        int descriptor = method.indexOf('(') < 0 ? method.length() : method.indexOf('(');
        int dot = method.lastIndexOf('.', descriptor - 1);
        return new Target(
                method.substring(0, dot), method.substring(dot + 1, descriptor), method.substring(descriptor));
    }

    /** The classes that pass through it call what they shall. */
    ClassVisitor before(ClassVisitor next) {
        return targets.isEmpty() ? next : new Redirected(next);
    }

    private final class Redirected extends ClassVisitor {
        private boolean calling;
        private @Nullable String caller;

        Redirected(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String parent, String[] kept) {
            calling = name.startsWith(callers);
            caller = name + ":";
            super.visit(version, access, name, signature, parent, kept);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] thrown) {
            MethodVisitor next = super.visitMethod(access, name, desc, signature, thrown);
            return calling ? new RedirectedCalls(next, caller) : next;
        }
    }

    private final class RedirectedCalls extends MethodVisitor {

        private final @Nullable String caller;

        RedirectedCalls(MethodVisitor next, @Nullable String caller) {
            super(Opcodes.ASM9, next);
            this.caller = caller;
        }

        @Override
        public void visitTypeInsn(int op, String type) {
            super.visitTypeInsn(op, op == Opcodes.NEW ? made.getOrDefault(type, type) : type);
        }

        @Override
        public void visitMethodInsn(int op, String owner, String name, String desc, boolean isInterface) {
            String method = owner + "." + name + desc;
            Target to = targets.getOrDefault(caller + method, targets.get(method));
            if (to == null || (op == Opcodes.INVOKESPECIAL && !name.equals(INIT))) {
                super.visitMethodInsn(op, owner, name, desc, isInterface);
            } else if (name.equals(INIT)) {
                super.visitMethodInsn(op, to.owner(), INIT, to.descriptor(), false);
            } else {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, to.owner(), to.name(), to.descriptor(), false);
            }
        }
    }
}
