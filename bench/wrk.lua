-- Sends one request after another: the bodies that are named after the URL in
-- turn, each {n} in them another number in every request.
local method, path, bodies, sent, first

function init(args)
	method, path, first = args[1], args[2], args[3]
	bodies, sent = {}, 0
	for i = 4, #args do
		local file = assert(io.open(args[i]))
		bodies[#bodies + 1] = file:read("a*")
		file:close()
	end
end

function request()
	sent = sent + 1
	local body = bodies[sent % #bodies + 1]:gsub("{n}", first .. sent)
	return wrk.format(method, path, nil, body)
end

function done(summary, latency)
	local e = summary.errors
	io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration,
		latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
