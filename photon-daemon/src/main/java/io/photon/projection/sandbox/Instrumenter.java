// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Changes a class so that it can be stopped: {@link CallMeter#poll} at each jump backwards and at the start of each method
 * that calls another, {@link Guards} in place of methods of the JDK that can run long, and a look at the length of each
 * array. A class that makes classes (Rhino's and Clojure's loaders) is made to change them likewise. Pure.
 */
public final class Instrumenter {

    private static final String METER = Type.getInternalName(CallMeter.class);
    private static final String GUARDS = Type.getInternalName(Guards.class);
    private static final String EXACT = Type.getInternalName(ExactDoubles.class);
    /** The packages of classes that Rhino makes of reductions, and the classes where it calculates for them. */
    private static final String RHINO_MADE = "org/mozilla/javascript/gen/";

    private static final Set<String> RHINO_CALCULATES = Set.of(
            "org/mozilla/javascript/IRFactory",
            "org/mozilla/javascript/ScriptRuntime",
            "org/mozilla/javascript/optimizer/OptRuntime",
            "org/mozilla/javascript/optimizer/DoubleLinker",
            "org/mozilla/javascript/optimizer/IntegerLinker");
    private static final List<Class<?>> ALL_GUARDS = List.of(Guards.class, NumberGuards.class);
    private static final String SELF = Type.getInternalName(Instrumenter.class);
    private static final Set<String> REPLACED_OWNERS = Set.of(
            "java/lang/String",
            "java/math/BigInteger",
            "java/math/BigDecimal",
            "java/text/Collator",
            "java/util/regex/Pattern",
            "java/util/regex/Matcher");
    /** Static methods of these are replaced as well. */
    private static final Set<String> REPLACED_STATICS = Set.of(
            "java/util/regex/Pattern",
            "java/lang/System",
            "java/lang/Math",
            "java/text/Normalizer",
            "java/util/ServiceLoader");

    /** Classes of the JDK that make an array as long as the number they are made with says. */
    private static final Set<String> SIZED = Set.of(
            "java/lang/StringBuilder",
            "java/lang/StringBuffer",
            "java/io/StringWriter",
            "java/io/CharArrayWriter",
            "java/io/ByteArrayOutputStream",
            "java/util/ArrayList",
            "java/util/ArrayDeque",
            "java/util/BitSet",
            "java/util/HashMap",
            "java/util/HashSet",
            "java/util/LinkedHashMap",
            "java/util/LinkedHashSet",
            "java/util/PriorityQueue",
            "java/util/Vector");

    private static final Set<String> GROWING = Set.of("ensureCapacity", "setLength", "setSize");

    /** The class of each guard, by its name and descriptor. */
    private static final Map<String, String> GUARDED = guarded();

    private Instrumenter() {}

    private static Map<String, String> guarded() {
        Map<String, String> found = new HashMap<>();
        for (Class<?> guards : ALL_GUARDS) {
            for (Method method : guards.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers())) {
                    found.put(method.getName() + Type.getMethodDescriptor(method), Type.getInternalName(guards));
                }
            }
        }
        return Map.copyOf(found);
    }

    /** The same class, stoppable. Called by generated code of loaders. */
    public static byte[] instrument(byte[] bytes) {
        return instrument(bytes, Redirects.NONE);
    }

    /** The same class, stoppable, which calls what the redirects say. */
    static byte[] instrument(byte[] bytes, Redirects redirects) {
        ClassReader reader = new ClassReader(bytes);
        Map<String, Boolean> calling = new HashMap<>();
        reader.accept(new CallFinder(calling), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(redirects.before(new Changed(writer, calling)), 0);
        return writer.toByteArray();
    }

    /** Which methods call others: only these can recurse. */
    private static final class CallFinder extends ClassVisitor {
        private final Map<String, Boolean> calling;

        CallFinder(Map<String, Boolean> calling) {
            super(Opcodes.ASM9);
            this.calling = calling;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] thrown) {
            String key = name + desc;
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(int op, String owner, String called, String itsDesc, boolean isInterface) {
                    if (op != Opcodes.INVOKESPECIAL || !called.equals("<init>")) {
                        calling.put(key, true);
                    }
                }

                @Override
                public void visitInvokeDynamicInsn(
                        String called, String itsDesc, org.objectweb.asm.Handle how, Object... with) {
                    calling.put(key, true);
                }
            };
        }
    }

    private static final class Changed extends ClassVisitor {
        private final Map<String, Boolean> calling;
        private String type = "";

        Changed(ClassVisitor next, Map<String, Boolean> calling) {
            super(Opcodes.ASM9, next);
            this.calling = calling;
        }

        @Override
        public void visit(int version, int access, String name, String signature, String parent, String[] kept) {
            type = name;
            super.visit(version, access, name, signature, parent, kept);
        }

        private boolean calculates(String method) {
            return type.startsWith(RHINO_MADE)
                    || (RHINO_CALCULATES.contains(type)
                            && (method.startsWith("add")
                                    || method.equals("subtract")
                                    || method.equals("multiply")
                                    || method.equals("exponentiate")
                                    || method.equals("createBinary")
                                    || method.endsWith("IncrDecr")));
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] thrown) {
            MethodVisitor next = super.visitMethod(access, name, desc, signature, thrown);
            boolean abstractOrNative = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0;
            if (abstractOrNative || name.equals("<clinit>")) {
                return next;
            }
            boolean makesClasses = name.equals("defineClass")
                    && (type.equals("org/mozilla/javascript/DefiningClassLoader")
                            || type.equals("clojure/lang/DynamicClassLoader"));
            boolean enters = !name.equals("<init>") && calling.containsKey(name + desc);
            return new Stoppable(calculates(name) ? new Exact(next) : next, enters, makesClasses);
        }
    }

    /** Where JavaScript adds, subtracts and multiplies: as {@link ExactDoubles} does it. */
    private static final class Exact extends MethodVisitor {

        Exact(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitInsn(int op) {
            switch (op) {
                case Opcodes.DADD -> call("add", "(DD)D");
                case Opcodes.DSUB -> call("subtract", "(DD)D");
                case Opcodes.DMUL -> call("multiply", "(DD)D");
                case Opcodes.L2D -> call("of", "(J)D");
                default -> super.visitInsn(op);
            }
        }

        @Override
        public void visitMethodInsn(int op, String owner, String name, String desc, boolean isInterface) {
            boolean power = owner.equals("java/lang/Math") && name.equals("pow");
            super.visitMethodInsn(op, power ? EXACT : owner, name, desc, isInterface);
        }

        private void call(String name, String desc) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, EXACT, name, desc, false);
        }
    }

    private static final class Stoppable extends MethodVisitor {
        private final boolean enters;
        private final boolean makesClasses;
        private final Set<Label> passed = new HashSet<>();
        private boolean afterSmallConstant;

        Stoppable(MethodVisitor next, boolean enters, boolean makesClasses) {
            super(Opcodes.ASM9, next);
            this.enters = enters;
            this.makesClasses = makesClasses;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            if (enters) {
                poll();
            }
            if (makesClasses) { // (this, name, bytes, …)
                super.visitVarInsn(Opcodes.ALOAD, 2);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, SELF, "instrument", "([B)[B", false);
                super.visitVarInsn(Opcodes.ASTORE, 2);
            }
        }

        private void poll() {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, METER, "poll", "()V", false);
        }

        @Override
        public void visitLabel(Label label) {
            passed.add(label);
            super.visitLabel(label);
        }

        @Override
        public void visitJumpInsn(int op, Label label) {
            afterSmallConstant = false;
            if (passed.contains(label)) {
                poll();
            }
            super.visitJumpInsn(op, label);
        }

        @Override
        public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
            pollIfBackwards(otherwise, labels);
            super.visitTableSwitchInsn(min, max, otherwise, labels);
        }

        @Override
        public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
            pollIfBackwards(otherwise, labels);
            super.visitLookupSwitchInsn(otherwise, keys, labels);
        }

        private void pollIfBackwards(Label otherwise, Label... labels) {
            afterSmallConstant = false;
            boolean backwards = passed.contains(otherwise);
            for (Label label : labels) {
                backwards |= passed.contains(label);
            }
            if (backwards) {
                poll();
            }
        }

        @Override
        public void visitMethodInsn(int op, String owner, String name, String desc, boolean isInterface) {
            if (asksForLength(op, owner, name, desc)) {
                checkLength();
            }
            afterSmallConstant = false;
            if (op == Opcodes.INVOKESTATIC && REPLACED_STATICS.contains(owner) && GUARDED.containsKey(name + desc)) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, GUARDED.get(name + desc), name, desc, false);
                return;
            }
            if (REPLACED_OWNERS.contains(owner)) {
                if (op == Opcodes.INVOKEVIRTUAL) {
                    String instead = "(L" + owner + ";" + desc.substring(1);
                    String guards = GUARDED.get(name + instead);
                    if (guards != null) {
                        super.visitMethodInsn(Opcodes.INVOKESTATIC, guards, name, instead, false);
                        return;
                    }
                } else if (op == Opcodes.INVOKESPECIAL && name.equals("<init>") && owner.startsWith("java/math/")) {
                    if (desc.equals("(Ljava/lang/String;)V")) {
                        super.visitMethodInsn(
                                Opcodes.INVOKESTATIC,
                                GUARDS,
                                "digits",
                                "(Ljava/lang/String;)Ljava/lang/String;",
                                false);
                    } else if (desc.equals("(Ljava/lang/String;I)V")) {
                        super.visitInsn(Opcodes.DUP2);
                        super.visitMethodInsn(Opcodes.INVOKESTATIC, GUARDS, "digits", "(Ljava/lang/String;I)V", false);
                    }
                }
            }
            super.visitMethodInsn(op, owner, name, desc, isInterface);
        }

        /** Whether the last argument is the length of an array that the JDK makes. */
        private static boolean asksForLength(int op, String owner, String name, String desc) {
            if (desc.equals("(I)V")) {
                return SIZED.contains(owner)
                        && (op == Opcodes.INVOKESPECIAL ? name.equals("<init>") : GROWING.contains(name));
            }
            return op == Opcodes.INVOKESTATIC
                    && owner.equals("java/util/Arrays")
                    && name.equals("copyOf")
                    && desc.contains("I)");
        }

        @Override
        public void visitIntInsn(int op, int operand) {
            if (op == Opcodes.NEWARRAY) {
                checkLength();
            }
            super.visitIntInsn(op, operand);
            afterSmallConstant = op != Opcodes.NEWARRAY;
        }

        @Override
        public void visitTypeInsn(int op, String type) {
            if (op == Opcodes.ANEWARRAY) {
                checkLength();
            }
            super.visitTypeInsn(op, type);
            afterSmallConstant = false;
        }

        private void checkLength() {
            if (!afterSmallConstant) {
                super.visitInsn(Opcodes.DUP);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, GUARDS, "array", "(I)V", false);
            }
        }

        @Override
        public void visitInsn(int op) {
            super.visitInsn(op);
            afterSmallConstant = op >= Opcodes.ICONST_M1 && op <= Opcodes.ICONST_5;
        }

        @Override
        public void visitVarInsn(int op, int variable) {
            super.visitVarInsn(op, variable);
            afterSmallConstant = false;
        }

        @Override
        public void visitFieldInsn(int op, String owner, String name, String desc) {
            super.visitFieldInsn(op, owner, name, desc);
            afterSmallConstant = false;
        }

        @Override
        public void visitLdcInsn(Object value) {
            super.visitLdcInsn(value);
            afterSmallConstant = false;
        }

        @Override
        public void visitIincInsn(int variable, int by) {
            super.visitIincInsn(variable, by);
            afterSmallConstant = false;
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String desc, org.objectweb.asm.Handle how, Object... with) {
            super.visitInvokeDynamicInsn(name, desc, how, with);
            afterSmallConstant = false;
        }

        @Override
        public void visitMaxs(int stack, int locals) {
            super.visitMaxs(stack + 2, locals);
        }
    }
}
