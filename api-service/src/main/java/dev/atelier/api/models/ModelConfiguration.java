package dev.atelier.api.models;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

@Configuration(proxyBeanMethods = false)
class ModelConfiguration {
    /** A catalog answer's ETag is made from its bytes: they are few, and change only with the catalog. */
    @Bean
    FilterRegistrationBean<ShallowEtagHeaderFilter> modelEtags() {
        var registration = new FilterRegistrationBean<>(new ShallowEtagHeaderFilter());
        registration.addUrlPatterns("/api/v1/models", "/api/v1/models/*");
        return registration;
    }
}
