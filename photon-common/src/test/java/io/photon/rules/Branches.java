// SPDX-License-Identifier: Apache-2.0
package io.photon.rules;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the branches of methods: each {@code if}, loop, {@code case}, {@code catch}, {@code ?:}, {@code &&} and
 * {@code ||}. A lambda counts for the method it stands in; a method of a class inside a method counts for itself.
 */
final class Branches {

    /** @param name class and method */
    record Method(String name, int branches) {}

    private Branches() {}

    /** The methods of source files. */
    static List<Method> of(List<Path> files) {
        List<Method> methods = new ArrayList<>();
        Counter counter = new Counter(methods);
        Parsed.each(files, unit -> counter.scan(unit, null));
        return methods;
    }

    private static final class Counter extends TreeScanner<Void, Void> {
        private final List<Method> methods;
        private String type = "";
        private int branches;

        Counter(List<Method> methods) {
            this.methods = methods;
        }

        @Override
        public Void visitClass(ClassTree tree, Void nothing) {
            String outer = type;
            int before = branches;
            type = tree.getSimpleName().isEmpty() ? outer : outer + (outer.isEmpty() ? "" : ".") + tree.getSimpleName();
            super.visitClass(tree, nothing);
            type = outer;
            branches = before;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree tree, Void nothing) {
            branches = 0;
            super.visitMethod(tree, nothing);
            methods.add(new Method(type + "." + tree.getName(), branches));
            return null;
        }

        @Override
        public Void scan(Tree tree, Void nothing) {
            if (tree instanceof IfTree
                    || tree instanceof ForLoopTree
                    || tree instanceof EnhancedForLoopTree
                    || tree instanceof WhileLoopTree
                    || tree instanceof DoWhileLoopTree
                    || tree instanceof CatchTree
                    || tree instanceof ConditionalExpressionTree) {
                branches++;
            } else if (tree instanceof CaseTree label) {
                branches += label.getExpressions().isEmpty() ? 0 : 1;
            } else if (tree instanceof BinaryTree
                    && (tree.getKind() == Tree.Kind.CONDITIONAL_AND || tree.getKind() == Tree.Kind.CONDITIONAL_OR)) {
                branches++;
            }
            return super.scan(tree, nothing);
        }
    }
}
