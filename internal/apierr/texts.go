package apierr

import (
	"strconv"
)

// The words of the API. Each stands here once; ERRORS of the published
// contract and Django REST framework are where they come from [F], the few
// marked [A] are ours.
const (
	NotNull          = "This field may not be null."
	NotBlank         = "This field may not be blank."
	Required         = "This field is required."
	NotString        = "Not a valid string."
	NotBoolean       = "Must be a valid boolean."
	NotInteger       = "A valid integer is required."
	NotJSON          = "Value must be valid JSON."
	NotURL           = "Enter a valid URL."
	NullCharacters   = "Null characters are not allowed."
	StringTooLarge   = "String value too large."
	NoData           = "No data provided"
	RequiredWhenMCP  = "This field is required when type is 'mcp'."
	ToolNamePattern  = "Tool name may only contain alphanumerics, underscores and hyphens."
	ToolNameTooLong  = "Tool name must be under 64 characters."
	DuplicateTool    = "Duplicate tool name."
	DuplicateFile    = "Duplicate file id."
	DuplicateVar     = "Duplicate variable name."
	NotBase64        = "Invalid base64 content."
	MappingsNotAList = "Information must be a list of input-output mappings" // [O]
	NoMatch          = "no_match"                                            // [O], the output where no mapping answers

	NotEmail      = "Enter a valid email address."
	NotUUID       = "Must be a valid UUID."
	NotDate       = "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."
	NotDateTime   = "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."
	NotTime       = "Time has wrong format. Use one of these formats instead: hh:mm[:ss[.uuuuuu]]."
	NotIP         = "Enter a valid IPv4 or IPv6 address."
	NotIPv4       = "Enter a valid IPv4 address."
	NotIPv6       = "Enter a valid IPv6 address."
	NotNumber     = "A valid number is required."
	NotThePattern = "This value does not match the required pattern."
	NotASlug      = `Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.`
	EmptyList     = "This list may not be empty."
	NoConnection  = "Agent creation needs a connection method." // [O, A the full stop and where]

	// NonField is the key that holds what is wrong with an object as a whole.
	NonField = "non_field_errors"
)

// What the API says of a request as a whole, under "detail".
const (
	NotFound          = "Not found."
	NoTool            = "No MockTool matches the given query."
	NoVariable        = "No DynamicVariable matches the given query."
	NoFile            = "No KnowledgeBaseFile matches the given query."
	NoProject         = "No Project matches the given query."
	NoProgressID      = "progress_id is required."                              // [A]
	NoProgress        = "There is no such progress_id."                         // [A]
	NoMCPTools        = "No MCP mock tools of this agent have this mock_index." // [A]
	NoAgent           = "No AIAgent matches the given query."
	InvalidPage       = "Invalid page."
	NoKey             = "Authentication credentials were not provided."
	WrongKey          = "Incorrect authentication credentials."
	OtherName         = "A browser knows this server by a name that anyone could have given it: use its address, or start it with --public-url or --api-key." // ours
	NotAcceptable     = "Could not satisfy the request Accept header."
	ServerError       = "A server error occurred." // DRF's own
	JSONParseError    = "JSON parse error - "
	FormParseError    = "Multipart form parse error - "
	CutOff            = "The request body did not arrive whole."                                                // [A]
	RPCParseError     = "Parse error"                                                                           // JSON-RPC's own
	RPCInvalidRequest = "Invalid Request"                                                                       // JSON-RPC's own
	RPCNoMethod       = "Method not found"                                                                      // JSON-RPC's own
	BadSelection      = "Malformed ql: expected {key,key{key}}."                                                // [A]
	NoEdition         = "`for` is `clients`, for the document that clients are generated from, or is left out." // ours
)

// What is wrong with a multipart body, after FormParseError.
const (
	BoundaryNotFound = "The boundary of the Content-Type header does not occur in the body." // [A]
	MultipartCutOff  = "The body ends before its closing boundary."                          // [A]
	NotBase64Part    = "Could not decode base64 data."
)

// InvalidBoundary refuses a boundary that is none.
func InvalidBoundary(boundary string) string { return "Invalid boundary in multipart: " + boundary }

// NotASCIIMultipart refuses a multipart body by its Content-Type header.
func NotASCIIMultipart(header string) string {
	return "Invalid non-ASCII Content-Type in multipart: " + header
}

// InvalidMultipart refuses a multipart body by its Content-Type header.
func InvalidMultipart(header string) string { return "Invalid Content-Type: " + header }

// NoMockData says that a tool has nothing to answer with. [A]
func NoMockData(tool string) string { return `Mock tool "` + tool + `" has no mock data.` }

// TooManyCalls refuses a message with more tool calls than limit. [A]
func TooManyCalls(limit int) string {
	return "A message may hold at most " + strconv.Itoa(limit) + " tool calls."
}

// NoSuchTool says that a call of a list names a tool that is not there. [A]
func NoSuchTool(tool string) string { return `There is no mock tool "` + tool + `".` }

// WrongMethod refuses a method that a path does not have.
func WrongMethod(method string) string { return `Method "` + method + `" not allowed.` }

// WrongMediaType refuses a body by its Content-Type header, which is echoed.
func WrongMediaType(header string) string {
	return `Unsupported media type "` + header + `" in request.`
}

// TooLarge refuses a body of more than limit bytes. [A]
func TooLarge(limit int64) string {
	return "Request body exceeds " + strconv.FormatInt(limit, 10) + " bytes."
}

// TooLong says that a text has more than limit code points.
func TooLong(limit uint64) string {
	return "Ensure this field has no more than " + strconv.FormatUint(limit, 10) + " characters."
}

// TooMany says that a list has more than limit items.
func TooMany(limit int) string {
	return "Ensure this field has no more than " + strconv.Itoa(limit) + " elements."
}

// TooShort says that a text has fewer than limit code points.
func TooShort(limit uint64) string {
	return "Ensure this field has at least " + strconv.FormatUint(limit, 10) + " characters."
}

// TooFew says that a list has fewer than limit items.
func TooFew(limit uint64) string {
	return "Ensure this field has at least " + strconv.FormatUint(limit, 10) + " elements."
}

// TooGreat says that a number is above the schema's maximum.
func TooGreat(maximum float64) string {
	return "Ensure this value is less than or equal to " + strconv.FormatFloat(maximum, 'f', -1, 64) + "."
}

// TooManyDigits says that a decimal has more than limit digits.
func TooManyDigits(limit int) string {
	return "Ensure that there are no more than " + strconv.Itoa(limit) + " digits in total."
}

// TooManyPlaces says that a decimal has more than limit decimal places.
func TooManyPlaces(limit int) string {
	return "Ensure that there are no more than " + strconv.Itoa(limit) + " decimal places."
}

// TooManyWhole says that a decimal has more than limit digits before its point.
func TooManyWhole(limit int) string {
	return "Ensure that there are no more than " + strconv.Itoa(limit) + " digits before the decimal point."
}

// FileTooLarge refuses a file of more than so many megabytes. [A]
func FileTooLarge(megabytes int) string {
	return "File size must not exceed " + strconv.Itoa(megabytes) + " MB."
}

// TooSmall says that a number is below the schema's minimum.
func TooSmall(minimum float64) string {
	return "Ensure this value is greater than or equal to " + strconv.FormatFloat(minimum, 'f', -1, 64) + "."
}

// NotAChoice refuses value, printed as Python would, for an enum.
func NotAChoice(value string) string { return `"` + value + `" is not a valid choice.` }

// NoSuchPK refuses an id that names nothing.
func NoSuchPK(pk string) string { return `Invalid pk "` + pk + `" - object does not exist.` }

// NotAPK refuses a value of a Python type that no id can have.
func NotAPK(pythonType string) string {
	return "Incorrect type. Expected pk value, received " + pythonType + "."
}

// NotAnObject refuses a value of a Python type where an object with known
// fields is expected.
func NotAnObject(pythonType string) string {
	return "Invalid data. Expected a dictionary, but got " + pythonType + "."
}

// NotADictionary refuses a value where an object of anything is expected.
func NotADictionary(pythonType string) string {
	return `Expected a dictionary of items but got type "` + pythonType + `".`
}

// NotAList refuses a value where a list is expected.
func NotAList(pythonType string) string {
	return `Expected a list of items but got type "` + pythonType + `".`
}

// Surrogate refuses a text that holds half of a surrogate pair.
func Surrogate(half rune) string {
	return "Surrogate characters are not allowed: U+" + upperHex(half) + "."
}

func upperHex(r rune) string {
	const digits = "0123456789ABCDEF"
	return string([]byte{digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15]})
}

// FileExtension refuses a knowledge base file by its name's extension.
func FileExtension(extension, allowed string) string {
	return "File extension “" + extension + "” is not allowed. Allowed extensions are: " + allowed + "."
}

// MappingNotAnObject refuses entry i of a tool's mock data.
func MappingNotAnObject(i int) string {
	return "Mapping " + strconv.Itoa(i) + " must be an object with input and output."
}

// SameInput refuses two mappings of one tool that have equal inputs.
func SameInput(i, j int) string {
	return "Mappings " + strconv.Itoa(i) + " and " + strconv.Itoa(j) +
		" have the same input: a tool must map each input to exactly one output."
}

// TooMuchOutput refuses a call whose output does not fit into the answer to a
// message, beside those of the calls before it. [A]
func TooMuchOutput(limit int) string {
	return "The outputs of one message may have at most " + strconv.Itoa(limit) + " bytes."
}

// What is wrong with the response of a mapping, after OfMapping. [A]
const (
	ResponseNotAnObject = "response must be an object."
	ResponseStatus      = "response.status_code must be an integer from 200 to 299, but not 204 or 205, or from 400 to 599."
)

// OfMapping says which entry of a tool's mock data is wrong. [A]
func OfMapping(i int, wrong string) string { return "Mapping " + strconv.Itoa(i) + ": " + wrong }

// UnknownInResponse refuses a key that a response does not have. [A]
func UnknownInResponse(key string) string {
	return `response may only hold status_code, headers and delay_ms, not "` + key + `".`
}

// ResponseDelay refuses a delay. [A]
func ResponseDelay(limit int) string {
	return "response.delay_ms must be an integer from 0 to " + strconv.Itoa(limit) + "."
}

// ResponseHeaders refuses headers as a whole. [A]
func ResponseHeaders(limit int) string {
	return "response.headers must be an object of at most " + strconv.Itoa(limit) + " texts."
}

// NoHeaderName refuses a key that is no name of a header. [A]
func NoHeaderName(key string) string { return `response.headers: "` + key + `" is not a header name.` }

// HeaderNotAllowed refuses a header that is the server's to set, or that is
// there twice. [A]
func HeaderNotAllowed(name string) string {
	return `response.headers: "` + name + `" is not allowed, or not twice.`
}

// BadHeaderValue refuses a value that is no text, or that no header can hold. [A]
func BadHeaderValue(name string) string {
	return `response.headers: the value of "` + name + `" must be a text on one line.`
}

// IncompatibleChat refuses a provider-native chat type beside another voice
// provider. [A]
func IncompatibleChat(chat, voice string) string {
	return `Chat provider "` + chat + `" is not compatible with voice provider "` + voice + `".`
}
