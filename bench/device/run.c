/*
 * Runs an exported network on a bare processor, on images that are linked in, and prints each image's class and logits (as the 32 bits that they
 * are), then how much of the stack was used and, on an AVR, the cycles of an image. With -DCOUNT it only computes, for a count of instructions.
 * Compile with -include NAME.h -DPREFIX=NAME -DUPPER=NAME_IN_CAPITALS -DLOGIT=int32_t (or float) -DIMAGES=COUNT.
 */
#include <stdint.h>
#include <string.h>

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define PIXELS JOIN(UPPER, _PIXELS)
#define CLASSES JOIN(UPPER, _CLASSES)

static void text(const char *line);
static void start(void);
static void stop(void);

#if defined(__AVR__)
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>

extern const __flash unsigned char images[];
extern uint8_t __heap_start, __stack;

static void text(const char *line)
{
    for (; *line; line++) {
        while (!(UCSR0A & (1 << UDRE0)))
            ;
        UDR0 = (uint8_t)*line;
    }
}

static void start(void)
{
    UCSR0B = 1 << TXEN0;
}

static void stop(void)
{
    cli();
    sleep_enable();
    sleep_cpu();
}
#elif defined(__arm__)
extern const unsigned char images[];
extern uint32_t __stack[], __bss_start[], __bss_end[], __data_start[], __data_end[], __data_load[];
int main(void);

/* Semihosting: the emulator's console. */
static int host(int operation, const void *block)
{
    register int r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = block;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

static void text(const char *line)
{
    host(4, line);
}

static void start(void)
{
}

static void stop(void)
{
    host(0x18, (void *)0x20026);
    for (;;)
        ;
}

void reset(void)
{
#ifdef FPU
    *(volatile uint32_t *)0xE000ED88 |= 0xf << 20;
    __asm__ volatile("dsb\nisb");
#endif
    for (uint32_t *from = __data_load, *to = __data_start; to < __data_end;)
        *to++ = *from++;
    for (uint32_t *word = __bss_start; word < __bss_end;)
        *word++ = 0;
    main();
    stop();
}

void fault(void)
{
    text("a fault of the processor\n");
    host(0x18, (void *)0x20024);
    for (;;)
        ;
}

__attribute__((section(".vectors"), used)) void *const vectors[16] = {
    __stack, (void *)reset, (void *)fault, (void *)fault, (void *)fault, (void *)fault, (void *)fault,
};
#else
#include <stdio.h>
#include <stdlib.h>
extern const unsigned char images[];

static void text(const char *line)
{
    fputs(line, stdout);
}

static void start(void)
{
}

static void stop(void)
{
    exit(0);
}
#endif

static void number(const char *before, uint32_t value)
{
    char digits[11];
    int i = 10;
    digits[i] = 0;
    do {
        digits[--i] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    text(before);
    text(digits + i);
}

/* The stack below here, filled with a mark, and how far the mark was written over. */
enum { DEPTH = 1024, MARK = 0xA5 };

static __attribute__((noinline)) void mark_stack(void)
{
    volatile uint8_t below[DEPTH];
    for (int i = 0; i < DEPTH; i++)
        below[i] = MARK;
}

static __attribute__((noinline)) uint32_t used_stack(void)
{
    volatile uint8_t below[DEPTH];
    int i = 0;
    while (i < DEPTH && below[i] == MARK)
        i++;
    return (uint32_t)(DEPTH - i);
}

static uint8_t pixels[PIXELS];

static void load(int image)
{
    for (int i = 0; i < PIXELS; i++)
        pixels[i] = images[(uint32_t)image * PIXELS + (uint32_t)i];
}

int main(void)
{
    LOGIT logits[CLASSES];
    start();
    for (int image = 0; image < IMAGES; image++) {
        load(image);
#if defined(__AVR__)
        uint32_t ticks = 0;
        TCCR1A = 0;
        TCNT1 = 0;
        TIFR1 = 1 << TOV1;
        TCCR1B = 5; /* a tick every 1,024 cycles */
#endif
        JOIN(PREFIX, _logits)(pixels, logits);
#if defined(__AVR__)
        ticks = TCNT1;
        number("cycles ", ticks * 1024);
        text("\n");
#endif
#ifndef COUNT
        number("logits ", (uint32_t)JOIN(PREFIX, _classify)(pixels));
        for (int i = 0; i < CLASSES; i++) {
            uint32_t bits;
            memcpy(&bits, &logits[i], sizeof bits);
            number(" ", bits);
        }
        text("\n");
#endif
    }
#if !defined(COUNT)
    mark_stack();
    JOIN(PREFIX, _logits)(pixels, logits);
    number("stack ", used_stack());
    text("\n");
#endif
    stop();
    return 0;
}
