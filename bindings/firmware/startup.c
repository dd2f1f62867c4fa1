/* What runs before main on a Cortex-M, and after it. */
#include "semihosting.h"
#include <stdint.h>

/* From mps2.ld. */
extern uint32_t stack_top[], data_start[], data_end[], bss_start[], bss_end[];
extern const uint32_t data_load[];

int main(void);
void reset(void);
void start(void);

static void leave(int code) {
    /* SYS_EXIT alone could not tell a code on a 32-bit machine. */
    const uint32_t block[2] = {0x20026 /* ADP_Stopped_ApplicationExit */, (uint32_t)code};
    for (;;) semihosting(SYS_EXIT_EXTENDED, block);
}

/* In assembler, since the compiler may use FPU registers in any function that is in C; they fault before this. */
__attribute__((naked)) void reset(void) {
    __asm__ volatile("ldr r0, =0xE000ED88\n" /* CPACR */
                     "ldr r1, [r0]\n"
                     "orr r1, r1, #(0xF << 20)\n" /* full access to coprocessors 10 and 11: the FPU */
                     "str r1, [r0]\n"
                     "dsb\n"
                     "isb\n"
                     "b start\n");
}

__attribute__((used)) void start(void) {
    const uint32_t *from = data_load;
    for (uint32_t *to = data_start; to < data_end; to++) *to = *from++;
    for (uint32_t *to = bss_start; to < bss_end; to++) *to = 0;
    leave(main());
}

static void fault(void) {
    semihosting(SYS_WRITE0, "fault\n");
    leave(99);
}

typedef union vector {
    const void *stack;
    void (*handler)(void);
} vector;

__attribute__((section(".vectors"), used)) static const vector vectors[16] = {
    {.stack = stack_top}, {.handler = reset}, {.handler = fault}, {.handler = fault},
    {.handler = fault},   {.handler = fault}, {.handler = fault}, {.handler = fault},
    {.handler = fault},   {.handler = fault}, {.handler = fault}, {.handler = fault},
    {.handler = fault},   {.handler = fault}, {.handler = fault}, {.handler = fault},
};
