package io.staffetta.server.media;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Reads the limits. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MediaLimits.class)
class MediaConfiguration {}
