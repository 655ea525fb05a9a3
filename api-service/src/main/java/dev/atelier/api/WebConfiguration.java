package dev.atelier.api;

import java.util.ArrayList;
import java.util.Objects;

import io.micrometer.common.KeyValues;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.web.filter.RequestContextFilter;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.HandlerMethodReturnValueHandlerComposite;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import tools.jackson.databind.json.JsonMapper;

/** What every request goes through. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {
    /** Does nothing for any of ours: the dispatcher servlet does the same for controllers, and nobody else asks. */
    @Bean
    FilterRegistrationBean<RequestContextFilter> noRequestContextFilter() {
        var registration = new FilterRegistrationBean<>(new RequestContextFilter());
        registration.setEnabled(false);
        return registration;
    }

    @Bean
    @Order // after Spring Boot's own
    ServerHttpMessageConvertersCustomizer wholeJson(JsonMapper json) {
        return converters -> converters.withJsonConverter(new WholeJson(json));
    }

    /** In front of all others, which are asked in turn for each answer. */
    @Bean
    WebMvcRegistrations jsonAnswers(JsonMapper json) {
        return new WebMvcRegistrations() {
            @Override
            public RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
                return new RequestMappingHandlerAdapter() {
                    @Override
                    public void afterPropertiesSet() {
                        super.afterPropertiesSet();
                        var usual = Objects.requireNonNull(getReturnValueHandlers());
                        var all = new ArrayList<HandlerMethodReturnValueHandler>();
                        all.add(new JsonAnswers(json, new HandlerMethodReturnValueHandlerComposite().addHandlers(
                                usual)));
                        all.addAll(usual);
                        setReturnValueHandlers(all);
                    }
                };
            }
        };
    }

    /** The whole address of each request is a tag for traces, and nobody here makes any. */
    @Bean
    ServerRequestObservationConvention observedRequests() {
        return new DefaultServerRequestObservationConvention() {
            @Override
            public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
                return KeyValues.empty();
            }
        };
    }
}
