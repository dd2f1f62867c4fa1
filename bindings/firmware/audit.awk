# Reads `objdump -d` of a linked program, and follows the calls from each photinus_..._f32 function. Fails at arithmetic
# in double precision on the way; lists what may panic, and how much code each function brings with it. Calls by pointer
# are the callbacks' and can't be followed.

function is_double(name) {
    return name ~ /^__aeabi_(d(add|sub|rsub|mul|div|cmp[a-z]+|2[a-z]+)|(f|i|ui|l|ul|h)2d)$/ \
        || name ~ /^__(add|sub|mul|div|neg|pow[a-z]*|eq|ne|lt|le|gt|ge|unord)df[23]$/ \
        || name ~ /^__(float[a-z]*df|fix[a-z]*df[a-z]*|extend[a-z]*df2|truncdf[a-z]*)$/ \
        || name ~ /^(sqrt|sin|cos|exp|log|pow|fma|floor|ceil|trunc|round|rint|fabs|fmin|fmax|fmod)$/
}

function is_panic(name) {
    return name ~ /9panicking|unwrap_failed|expect_failed|slice_(index|start|end)|index_.*fail|len_mismatch/ \
        || name ~ /rust_begin_unwind/
}

# 0001234 <name>:
/^[0-9a-f]+ <.*>:$/ {
    address = $1
    name = $2
    sub(/^</, "", name)
    sub(/>:$/, "", name)
    known[name] = 1
    first = 1
    next
}

# An instruction: its address, bytes, operation, operands, and after a branch the symbol it goes to.
/^ *[0-9a-f]+:\t/ {
    split($0, field, "\t")
    bytes = field[2]
    gsub(/[^0-9a-f]/, "", bytes)
    size[name] += length(bytes) / 2
    if (field[3] !~ /^(b|bl|b[a-z][a-z]|cbn?z)(\.[nw])?$/ || !match($0, /<[^>+]*>/)) next
    target = substr($0, RSTART + 1, RLENGTH - 2)
    if (target != name && !((name, target) in edge)) {
        edge[name, target] = 1
        callee[name, ++callees[name]] = target
    }
}

END {
    if (roots == "") roots = "^photinus_.*_f32$"
    for (root in known) {
        if (root !~ roots) continue
        found++
        total = 0
        split("", from)
        split("", queue)
        from[root] = root
        queue[1] = root
        tail = 1
        for (head = 1; head <= tail; head++) {
            f = queue[head]
            total += size[f]
            for (i = 1; i <= callees[f]; i++) {
                g = callee[f, i]
                # What lies behind is of no interest: the machinery of a panic, the parts of an operation.
                if (is_panic(g)) panics[f " -> " g] = panics[f " -> " g] " " root
                else if (is_double(g)) doubles[f " -> " g] = doubles[f " -> " g] " " root
                else if (!(g in from)) {
                    from[g] = f
                    queue[++tail] = g
                }
            }
        }
        printf "code %7d %s\n", total, root | "sort -k 3"
    }
    close("sort -k 3")
    for (p in panics) printf "panic %s (%s)\n", p, substr(panics[p], 2) | "sort"
    close("sort")
    for (p in doubles) {
        printf "double %s (%s)\n", p, substr(doubles[p], 2)
        bad++
    }
    if (!found) print "no function to look at"
    if (!found || bad) exit 1
    print "none of " found " functions computes in double precision"
}
