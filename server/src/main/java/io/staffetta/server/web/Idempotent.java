package io.staffetta.server.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets a route's callers repeat a request with the same {@code Idempotency-Key}: a 2xx answer is stored for a day and
 * given again. For routes that answer at once with JSON that holds no secret. After a crash between work and answer the
 * request may run again; where that must not be, take an {@code IdempotencyKey} as a parameter instead and store it with
 * the work.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Idempotent {}
