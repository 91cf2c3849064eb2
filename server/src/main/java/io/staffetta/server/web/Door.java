package io.staffetta.server.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the controllers of a documented front door with what its document says about answers. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Door {

    /** The language of its document: what {@code message} speaks without an {@code Accept-Language}. */
    String language() default "en";

    /** Whether problems repeat their message as {@code error}. */
    boolean error() default false;
}
