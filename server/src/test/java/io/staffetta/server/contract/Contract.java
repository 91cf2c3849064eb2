package io.staffetta.server.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The promise of {@code contract/checklist.md} that a test, or every test of a class, keeps. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(Contract.Several.class)
public @interface Contract {

    /** Its id, such as {@code door1.dry-run}. */
    String value();

    /** What repetitions are kept in. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface Several {

        /** Each of them. */
        Contract[] value();
    }
}
