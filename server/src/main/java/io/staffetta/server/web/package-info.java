/**
 * HTTP: how requests come in and how problems go out. Translates; holds no rule.
 */
@NullMarked
package io.staffetta.server.web;

import org.jspecify.annotations.NullMarked;
